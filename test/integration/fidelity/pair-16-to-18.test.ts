// Every fixture from PostgreSQL 16 to 18.
import { fidelitySuite } from './pair';

fidelitySuite(16, 18);
