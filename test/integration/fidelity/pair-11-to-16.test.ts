// Every fixture from PostgreSQL 11 to 16.
import { fidelitySuite } from './pair';

fidelitySuite(11, 16);
