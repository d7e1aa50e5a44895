// The whole service with authentication on: one for all of these suites, since starting it takes longer than most of them.
import { emptyServers } from '../support/empty-servers';
import { sourceAndTarget } from '../support/source-and-target';
import { beforeMigration } from './service/before-migration';
import { commandLine } from './service/command-line';
import { contract } from './service/contract';
import { contractVersions } from './service/contract-versions';
import { contractWaits } from './service/contract-waits';
import { integrations } from './service/integrations';
import { portalSignIn } from './service/portal-sign-in';
import { wholeMigrations } from './service/whole-migrations';
import { executablePath } from './support/browser';
import { useService } from './support/service';

const servers = sourceAndTarget();
const service = useService('--auth', 'on');

describe.each([
  ['before a migration', beforeMigration],
  ["every method of Azure's SDK", contract],
  ['the other api-versions', contractVersions],
  ['validation and waits', contractWaits],
  [executablePath ? 'signing in to the portal' : 'signing in to the portal (no Chromium here)', portalSignIn],
  ["whole migrations by Azure's SDK", wholeMigrations],
  ['the command line', commandLine],
  ['workflows and samples', integrations],
])('%s', (_name, suite) => {
  afterAll(() => emptyServers(servers));
  suite(service, servers);
});
