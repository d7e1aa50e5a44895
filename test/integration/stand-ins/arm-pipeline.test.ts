// The way that every call of the local Resource Manager goes: told in a log, failed on request, refused without rights where that is asked for.
import { request } from 'node:https';
import { PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { ResourceManagementClient } from '@azure/arm-resources';
import { type AzureServices, azureServices } from './azure-services';

let azure: AzureServices;
let operator: PostgreSQLManagementFlexibleServerClient;
let app: PostgreSQLManagementFlexibleServerClient;
let impatient: PostgreSQLManagementFlexibleServerClient;

beforeAll(async () => {
  azure = await azureServices();
  const { subscriptionId } = azure.services;
  operator = new PostgreSQLManagementFlexibleServerClient(azure.credential('operator'), subscriptionId, options(0));
  app = new PostgreSQLManagementFlexibleServerClient(azure.credential('aadApp'), subscriptionId, options(0));
  impatient = new PostgreSQLManagementFlexibleServerClient(azure.credential('operator'), subscriptionId, options(3));
  const properties = { fullyQualifiedDomainName: '127.0.0.1:5433', administratorLogin: 'pgadmin', version: '17' };
  for (const group of ['rg', 'other']) {
    const path = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/db`;
    expect((await send('PUT', path, { properties }, await bearer())).status).toBe(201);
  }
});
afterAll(() => azure.end());
afterEach(async () => {
  await local('DELETE', 'faults');
  await local('PUT', 'rbac', { enforce: false });
});

test('each call is in the log with its action, its caller and its status, and nothing of its content', async () => {
  await local('DELETE', 'requests');
  await app.servers.get('rg', 'db');
  await expect(app.servers.get('rg', 'missing')).rejects.toMatchObject({ statusCode: 404 });
  const { value } = (await local('GET', 'requests')).body as { value: Record<string, unknown>[] };
  const { clientId } = azure.services.clients.aadApp;
  expect(value).toEqual([
    expect.objectContaining({
      method: 'GET',
      path: expect.stringMatching(/flexibleServers\/db$/),
      action: 'Microsoft.DBforPostgreSQL/flexibleServers/read',
      client: clientId,
      status: 200,
    }),
    expect.objectContaining({ path: expect.stringMatching(/missing$/), status: 404 }),
  ]);
  const after = await local('GET', `requests?after=${value[0]?.number}`);
  expect((after.body as { value: unknown[] }).value).toHaveLength(1);
});

test.each([
  ['throttle', { statusCode: 429, code: 'TooManyRequests' }],
  ['serverError', { statusCode: 503, code: 'ServiceUnavailable' }],
  [
    'denial',
    { statusCode: 403, code: 'AuthorizationFailed', message: expect.stringContaining('Microsoft.DBforPostgreSQL/flexibleServers/read') },
  ],
  ['lostResponse', { code: 'ECONNRESET' }],
])('%s hits the call that was named, and no other', async (kind, error) => {
  await local('PUT', 'faults', [{ kind, match: { method: 'GET', path: 'flexibleServers/db$' }, nth: 2 }]);
  await operator.servers.get('rg', 'db');
  await expect(operator.configurations.get('rg', 'db', 'require_secure_transport')).resolves.toBeDefined();
  await expect(operator.servers.get('rg', 'db')).rejects.toMatchObject(error);
  await operator.servers.get('rg', 'db');
  expect((await local('GET', 'faults')).body).toEqual({ value: [expect.objectContaining({ matched: 3, hits: 1 })] });
});

test("Azure's clients wait as long as a throttled answer says, and come through", async () => {
  await local('PUT', 'faults', [{ kind: 'throttle', times: 2, retryAfterSeconds: 0 }]);
  expect((await impatient.servers.get('rg', 'db')).name).toBe('db');
});

test('what a lost response was about has been done; what timed out has not, and is held until the client gives up', async () => {
  await local('PUT', 'faults', [{ kind: 'lostResponse', match: { method: 'DELETE' } }]);
  await expect(operator.servers.beginDeleteAndWait('other', 'db')).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(operator.servers.get('other', 'db')).rejects.toMatchObject({ statusCode: 404 });

  const giveUp = new AbortController();
  await local('PUT', 'faults', [{ kind: 'timeout', match: { method: 'DELETE' } }]);
  const deleting = operator.servers.beginDeleteAndWait('rg', 'db', { abortSignal: giveUp.signal });
  expect((await local('GET', 'faults/hits?known=0')).body).toEqual({ hits: 1 });
  giveUp.abort();
  await expect(deleting).rejects.toMatchObject({ name: 'AbortError' });
  expect((await operator.servers.get('rg', 'db')).name).toBe('db');
});

test('where rights are enforced, a custom role counts where it was given, and Azure says which action is missing', async () => {
  const group = `/subscriptions/${azure.services.subscriptionId}/resourceGroups/rg`;
  const roles = { look: { actions: ['Microsoft.DBforPostgreSQL/flexibleServers/read'] } };
  await local('PUT', 'rbac', { enforce: true, roles, assignments: { aadApp: [{ scope: group, role: 'look' }] } });
  expect((await app.servers.get('rg', 'db')).name).toBe('db');
  await expect(app.configurations.get('rg', 'db', 'wal_level')).rejects.toMatchObject({
    statusCode: 403,
    code: 'AuthorizationFailed',
    message: expect.stringMatching(
      /does not have authorization to perform action 'Microsoft.DBforPostgreSQL\/flexibleServers\/configurations\/read' over scope '\/subscriptions\//,
    ),
  });
  await expect(app.servers.get('other', 'db')).rejects.toMatchObject({ statusCode: 403 });
  expect((await operator.servers.get('rg', 'db')).name).toBe('db');
  await azure.restart();
  await expect(app.configurations.get('rg', 'db', 'wal_level')).rejects.toMatchObject({ statusCode: 403 });
});

test('a resource provider is registered on request, after a while', async () => {
  const { providers } = new ResourceManagementClient(azure.credential('operator'), azure.services.subscriptionId, options(0));
  expect((await providers.get('Microsoft.DataMigration')).registrationState).toBe('Registered');
  await local('PUT', 'providers', { 'Microsoft.DataMigration': { state: 'NotRegistered', seconds: 3600 } });
  expect((await providers.get('Microsoft.DataMigration')).registrationState).toBe('NotRegistered');
  expect((await providers.register('Microsoft.DataMigration')).registrationState).toBe('Registering');
  await local('PUT', 'providers', { 'Microsoft.DataMigration': { state: 'NotRegistered' } });
  await providers.register('Microsoft.DataMigration');
  expect((await providers.get('microsoft.datamigration')).registrationState).toBe('Registered');
});

test('a fault that cannot be is refused by the name of its field', async () => {
  for (const wrong of [
    { kind: 'nothing' },
    { kind: 'throttle', nth: 0 },
    { kind: 'throttle', match: { path: '(' } },
    { kind: 'throttle', often: 1 },
  ])
    expect(await local('PUT', 'faults', [wrong])).toMatchObject({ status: 400, body: { error: { code: 'InvalidRequestContent' } } });
});

const options = (maxRetries: number) => ({
  endpoint: azure.services.arm.url,
  $host: azure.services.arm.url,
  credentialScopes: 'https://management.azure.com/.default',
  tlsOptions: azure.tlsOptions,
  retryOptions: { maxRetries },
});

const bearer = async () => ({
  authorization: `Bearer ${(await azure.credential().getToken('https://management.azure.com/.default')).token}`,
});

const local = (method: string, what: string, body?: unknown) => send(method, `/_local/${what}`, body, {});

function send(method: string, path: string, body: unknown, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; body: unknown }>((settle, fail) => {
    const url = `${azure.services.arm.url}${path}`;
    const sent = request(url, { method, headers, ca: azure.tlsOptions.ca, agent: false }, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      settle({ status: response.statusCode, body: text ? JSON.parse(text) : undefined });
    });
    sent.on('error', fail);
    sent.end(body && JSON.stringify(body));
  });
}
