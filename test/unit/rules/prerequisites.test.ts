// Each prerequisite fails alone, with its code, severity and the command that mends it; all of them fail together in one answer.
import type { AzureLook } from '../../../shared/azure/azure-look';
import { warningCodes } from '../../../shared/domain/warning-codes';
import { databaseRules, serverRules } from '../../../shared/rules/all-rules';
import { prerequisiteRules, runPrerequisites } from '../../../shared/rules/prerequisites/run-prerequisites';
import { denied, ids, read, server, soundLook, unavailable, withGrants } from './sound-look';

const target = (changes: Parameters<typeof server>[0]) => ({ target: { id: ids.target, server: read(server(changes)) } });
const source = (changes: Parameters<typeof server>[0]) => ({ source: { id: ids.source, server: read(server(changes)) } });
const reader = [{ actions: ['*/read'], notActions: [] }];
const where = "--subscription '00000000-0000-0000-0000-000000000001' --resource-group 'rg'";

test('where everything is as it should be, nothing is found', () => {
  expect(runPrerequisites(soundLook())).toEqual([]);
});

const cases: [what: string, change: Partial<AzureLook>, severity: string, code: string, message: RegExp, hint: RegExp | string][] = [
  [
    'there is no source',
    { source: { id: ids.source, server: read(undefined) } },
    'error',
    'SOURCE_SERVER_NOT_FOUND',
    /single server 'old' in the resource group 'rg'/,
    /az postgres server list/,
  ],
  [
    'there is no target',
    { target: { id: ids.target, server: read(undefined) } },
    'error',
    'TARGET_SERVER_NOT_FOUND',
    /flexible server 'new'/,
    `Create it first: az postgres flexible-server create ${where} --name 'new'`,
  ],
  [
    'the target is stopped',
    target({ state: 'Stopped' }),
    'error',
    'SERVER_NOT_READY',
    /target server 'new' is Stopped/,
    `Start it, then create a new migration: az postgres flexible-server start ${where} --name 'new'`,
  ],
  [
    'the source changes its state',
    source({ state: 'Updating' }),
    'error',
    'SERVER_NOT_READY',
    /source server 'old' is Updating/,
    /az postgres server show/,
  ],
  ['no subnet is named', { subnetId: undefined }, 'error', 'DMS_SUBNET_MISSING', /needs a subnet/, /POST \/api\/network-plan/],
  ['the source lost its key', source({ state: 'Inaccessible' }), 'error', 'SERVER_NOT_READY', /Inaccessible/, /Key Vault/],
  ['the source is disabled', source({ state: 'Disabled' }), 'error', 'SERVER_NOT_READY', /Disabled/, /subscription/],
  ['the target is a read replica', target({ isReplica: true }), 'error', 'TARGET_IS_REPLICA', /'new' is a read replica/, /replica promote/],
  [
    'the app may only read the target',
    withGrants('target', read(reader)),
    'error',
    'PERMISSION_MISSING',
    /AAD app 'app-1' lacks 2 rights on the target server 'new': Microsoft.DBforPostgreSQL\/flexibleServers\/firewallRules\/write, .*delete/,
    /^az role assignment create --assignee-object-id 'object-1' .* --role Contributor --scope '\/subscriptions\/.*\/flexibleServers\/new'$/,
  ],
  [
    'the app has no role at all on the source',
    { ...withGrants('source', denied()), source: { id: ids.source, server: denied() } },
    'error',
    'PERMISSION_MISSING',
    /lacks 5 rights on the source server 'old'/,
    /servers\/old'$/,
  ],
  [
    'the app may not ask for its rights',
    withGrants('target', denied()),
    'error',
    'PERMISSION_MISSING',
    /lacks the right on the target server 'new': Microsoft.Authorization\/permissions\/read/,
    /az role assignment create/,
  ],
  [
    'a role takes one action out again',
    withGrants('migrationResourceGroup', read([{ actions: ['*'], notActions: ['Microsoft.DataMigration/services/Delete'] }])),
    'error',
    'PERMISSION_MISSING',
    /migration resource group 'rg': Microsoft.DataMigration\/services\/delete\.$/,
    /resourceGroups\/rg'$/,
  ],
  [
    'a deny assignment stands in the way',
    { source: { id: ids.source, server: denied() } },
    'error',
    'ARM_ACCESS_DENIED',
    /may not read the server 'old', though its roles allow it/,
    /denyAssignments/,
  ],
  [
    'there is no migration resource group',
    { resourceGroup: { id: '/subscriptions/s/resourceGroups/tmp', name: 'tmp', location: 'eastus', exists: read(false) } },
    'error',
    'RESOURCE_GROUP_NOT_FOUND',
    /'tmp' in the subscription 's'/,
    "az group create --subscription 's' --name 'tmp' --location 'eastus'",
  ],
  [
    'the provider is not registered, and the app may not register it',
    { provider: { subscriptionId: 's', registration: read({ state: 'NotRegistered', denied: true }), waitedTooLong: false } },
    'error',
    'PROVIDER_NOT_REGISTERED',
    /Microsoft.DataMigration is NotRegistered in the subscription 's'. The AAD app 'app-1' may not register it/,
    "az provider register --namespace Microsoft.DataMigration --subscription 's' --wait",
  ],
  [
    'the registration does not come to an end',
    { provider: { subscriptionId: 's', registration: read({ state: 'Registering' }), waitedTooLong: true } },
    'error',
    'PROVIDER_NOT_REGISTERED',
    /Registering .* did not become Registered in time/,
    /az provider register/,
  ],
  [
    'the app may not see the provider',
    { provider: { subscriptionId: 's', registration: denied(), waitedTooLong: false } },
    'warning',
    'PROVIDER_NOT_REGISTERED',
    /may not see whether/,
    /az provider show/,
  ],
  [
    'the target is Burstable',
    target({ metadata: { location: 'westeurope', version: '16', sku: { name: 'Standard_B2ms', tier: 'Burstable' } } }),
    'warning',
    'TARGET_BURSTABLE',
    /'new' is Burstable \(Standard_B2ms\)/,
    /flexible-server update .* --tier GeneralPurpose/,
  ],
  [
    'the target has a standby',
    target({ highlyAvailable: true }),
    'warning',
    'TARGET_HIGH_AVAILABILITY',
    /'new' is highly available/,
    /--high-availability Disabled/,
  ],
  [
    'the target has read replicas',
    { replicas: ['r1', 'r2'] },
    'warning',
    'TARGET_HAS_REPLICAS',
    /2 read replicas \(r1, r2\)/,
    /after the migration/,
  ],
  [
    'the servers are in different regions',
    target({ metadata: { location: 'East US', version: '16' } }),
    'information',
    'REGION_DIFFERS',
    /in westeurope, the target in East US/,
    /Nothing has to be done/,
  ],
  [
    'Azure does not answer, at three calls',
    {
      source: { id: ids.source, server: unavailable('one') },
      ...withGrants('source', unavailable('two')),
      resourceGroup: { id: 'g', name: 'g', location: 'l', exists: unavailable('three') },
    },
    'error',
    'ARM_UNAVAILABLE',
    /failed at one \(status 503\)\. 2 more/,
    /Try again later/,
  ],
];

test.each(cases)('%s', (_what, change, severity, code, message, hint) => {
  const findings = runPrerequisites(soundLook(change));
  expect(findings).toMatchObject([{ severity, code, message: expect.stringMatching(message), owner: expect.any(String) }]);
  const told = findings[0]?.hint ?? '';
  if (typeof hint === 'string') expect(told).toBe(hint);
  else expect(told).toMatch(hint);
});

test('everything that can fail together is told in one answer, errors first', () => {
  const look = soundLook({
    source: { id: ids.source, server: read(undefined) },
    target: {
      id: ids.target,
      server: read(
        server({
          state: 'Stopped',
          highlyAvailable: true,
          isReplica: true,
          metadata: { location: 'x', version: '16', sku: { name: 'B', tier: 'Burstable' } },
        }),
      ),
    },
    replicas: ['r'],
    ...withGrants('migrationResourceGroup', read([])),
    resourceGroup: { id: '/subscriptions/s/resourceGroups/tmp', name: 'tmp', location: 'x', exists: read(false) },
    provider: { subscriptionId: 's', registration: read({ state: 'NotRegistered', denied: true }), waitedTooLong: false },
  });
  expect(runPrerequisites(look).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'error SOURCE_SERVER_NOT_FOUND',
    'error SERVER_NOT_READY',
    'error TARGET_IS_REPLICA',
    'error PERMISSION_MISSING',
    'error RESOURCE_GROUP_NOT_FOUND',
    'error PROVIDER_NOT_REGISTERED',
    'warning TARGET_BURSTABLE',
    'warning TARGET_HIGH_AVAILABILITY',
    'warning TARGET_HAS_REPLICAS',
  ]);
});

test('East US and eastus are one region, and a source that is no server of Azure has none', () => {
  const eastUs = target({ metadata: { location: 'East US', version: '16' } });
  expect(runPrerequisites(soundLook({ ...eastUs, ...source({ metadata: { location: 'eastus', version: '11' } }) }))).toEqual([]);
  expect(runPrerequisites(soundLook({ ...eastUs, source: undefined }))).toEqual([]);
});

test("the service's own identity is named as such", () => {
  const [finding] = runPrerequisites(soundLook({ principal: { objectId: 'own' }, ...withGrants('source', read([])) }));
  expect(finding?.message).toMatch(/^The identity of this service lacks 5 rights/);
  expect(finding?.hint).toContain("--assignee-object-id 'own'");
});

test('what two roles give adds up', () => {
  const firewall = { actions: ['Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/*'], notActions: [] };
  expect(runPrerequisites(soundLook(withGrants('target', read([...reader, firewall]))))).toEqual([]);
});

test('the codes that a caller may accept are those of the rules that warn', () => {
  const warning = [...prerequisiteRules, ...serverRules, ...databaseRules].flatMap(({ code, severity }) =>
    severity === 'warning' ? [code] : [],
  );
  expect([...warningCodes].sort()).toEqual([...new Set(warning)].sort());
});
