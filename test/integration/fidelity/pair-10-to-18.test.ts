// Every fixture from PostgreSQL 10 to 18.
import { fidelitySuite } from './pair';

fidelitySuite(10, 18);
