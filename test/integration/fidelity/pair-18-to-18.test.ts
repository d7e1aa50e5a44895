// What only the newest sources have, from PostgreSQL 18 to 18.
import { fidelitySuite } from './pair';

fidelitySuite(18, 18, 17);
