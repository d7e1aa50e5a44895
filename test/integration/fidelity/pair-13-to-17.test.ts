// Every fixture from PostgreSQL 13 to 17.
import { fidelitySuite } from './pair';

fidelitySuite(13, 17);
