// Every fixture from PostgreSQL 15 to 17, where npm has no older server.
import { oldestMajor } from '../../../local/postgres/installations';
import { fidelitySuite } from './pair';

if (oldestMajor() >= 15) fidelitySuite(15, 17);
else test.skip('from PostgreSQL 15 to 17: older servers are at hand', () => {});
