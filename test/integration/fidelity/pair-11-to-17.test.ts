// Every fixture from PostgreSQL 11 to 17.
import { fidelitySuite } from './pair';

fidelitySuite(11, 17);
