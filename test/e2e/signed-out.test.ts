// The whole service as it comes, with authentication off: one for all of these suites, since starting it takes longer than most of them.
import { emptyServers } from '../support/empty-servers';
import { sourceAndTarget } from '../support/source-and-target';
import { canaries } from './service/canaries';
import { cancelling } from './service/cancel';
import { killing } from './service/kill';
import { mistakes } from './service/mistakes';
import { useService } from './support/service';

const servers = sourceAndTarget();
const service = useService();

describe.each([
  ['mistakes', mistakes],
  ['cancelling', cancelling],
  ['killing', killing],
  ['canaries', canaries], // the last: one of its migrations waits for good
])('%s', (_name, suite) => {
  afterAll(() => emptyServers(servers));
  suite(service, servers);
});
