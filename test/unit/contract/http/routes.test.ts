import { createRouter } from '../../../../local/functions-host/http/router';
import { registeredApp } from '../../../support/functions-core';
import '../../../../functions';

const server = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/target';
const router = createRouter(registeredApp, '');

test.each([
  ['PUT', `${server}/migrations/m`, 'putMigration'],
  ['GET', `${server}/migrations/m`, 'getMigration'],
  ['PATCH', `${server}/migrations/m`, 'patchMigration'],
  ['DELETE', `${server}/migrations/m`, 'deleteMigration'],
  ['GET', `${server}/migrations`, 'listMigrations'],
  ['POST', `${server}/checkMigrationNameAvailability`, 'checkMigrationName'],
  ['GET', '/api/health', 'getHealth'],
  ['GET', '/api/migrations', 'listAllMigrations'],
  ['GET', '/api/migrations/id-1', 'getMigrationById'],
  ['GET', '/api/migrations/id-1/events', 'listMigrationEvents'],
  ['GET', '/api/migrations/id-1/report', 'getMigrationReport'],
  ['GET', '/api/migrations/id-1/approvals', 'listApprovals'],
  ['POST', '/api/migrations/id-1/approvals/w-1', 'decideApproval'],
  ['POST', '/api/migrations:cancel', 'cancelMigrations'],
  ['POST', '/api/plan', 'planMigrations'],
  ['POST', '/api/estimate', 'estimate'],
  ['POST', '/api/network-plan', 'planNetwork'],
  ['GET', '/api/catalog/subscriptions', 'catalogSubscriptions'],
  ['GET', '/api/catalog/resourceGroups', 'catalogResourceGroups'],
  ['GET', '/api/catalog/servers', 'catalogServers'],
  ['GET', '/api/catalog/databases', 'catalogDatabases'],
  ['POST', '/api/catalog/databases', 'lookAtServer'],
  ['GET', '/api/catalog/virtualNetworks', 'catalogVirtualNetworks'],
  ['GET', '/api/catalog/subnets', 'catalogSubnets'],
  ['GET', '/api/openapi.json', 'getOpenApi'],
])('%s %s goes to %s, whatever the casing of fixed segments, and to no other', (method, path, name) => {
  const odd = path
    .replace('resourceGroups', 'resourcegroups')
    .replace('Microsoft.DBforPostgreSQL', 'MICROSOFT.dbforpostgresql')
    .replace('/api/', '/API/');
  for (const each of [path, odd, `${path}/`]) expect(router.match(method, each)?.target.name).toBe(name);
  const candidates = router.functions.filter(({ methods, route }) => methods.includes(method) && isMatch(method, path, route));
  expect(candidates.map((candidate) => candidate.name)).toEqual([name]);
});

/** Whether a function with this route alone would get the request. */
function isMatch(method: string, path: string, route: string): boolean {
  const functions = new Map(
    [...registeredApp.functions].filter(([, { metadata }]) => JSON.stringify(metadata.bindings).includes(JSON.stringify(route))),
  );
  return createRouter({ ...registeredApp, functions }, '').match(method, path) !== undefined;
}

test.each([
  ['POST', `${server}/migrations/m`],
  ['GET', '/api/migrations/id-1/else'],
  ['GET', server],
  ['GET', '/api'],
  ['GET', '/api/migrations:cancel'],
  // Closed to other origins: a browser's question before a request is not answered.
  ['OPTIONS', `${server}/migrations/m`],
  ['OPTIONS', '/api/migrations'],
])('%s %s goes nowhere', (method, path) => {
  expect(router.match(method, path)).toBeUndefined();
});

test('path parameters arrive by name', () => {
  expect(router.match('PUT', `${server}/migrations/Mig-1`)?.params).toEqual({
    subscriptionId: 'S',
    resourceGroup: 'rg',
    server: 'target',
    name: 'Mig-1',
  });
});
