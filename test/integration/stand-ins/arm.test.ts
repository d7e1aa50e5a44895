// The Resource Manager stand-in under the unmodified @azure/arm-postgresql-flexible and @azure/arm-postgresql clients.
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { PostgreSQLManagementClient } from '@azure/arm-postgresql';
import { PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { newestMajor } from '../../../local/postgres/installations';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import { type AzureServices, azureServices } from './azure-services';

let azure: AzureServices;
let flexible: PostgreSQLManagementFlexibleServerClient;
let single: PostgreSQLManagementClient;

beforeAll(async () => {
  azure = await azureServices();
  const { arm, subscriptionId } = azure.services;
  const scope = 'https://management.azure.com/.default';
  const options = {
    endpoint: arm.url,
    $host: arm.url,
    credentialScopes: scope,
    tlsOptions: azure.tlsOptions,
    retryOptions: { maxRetries: 0 },
  };
  flexible = new PostgreSQLManagementFlexibleServerClient(azure.credential('service'), subscriptionId, options);
  single = new PostgreSQLManagementClient(azure.credential('service'), subscriptionId, options);
});
afterAll(() => azure.end());

test('a flexible server is registered by PUT in any casing and api-version, and read back by the SDK', async () => {
  const body = {
    location: 'westeurope',
    tags: { a: 'b' },
    properties: { ...properties, version: '17', configurations: { require_secure_transport: 'on' } },
  };
  expect(
    await put(
      '/resourcegroups/RG-1/providers/microsoft.dbforpostgresql/FLEXIBLESERVERS/Target?api-version=2021-06-15-privatepreview',
      body,
    ),
  ).toBe(201);
  expect(await put('/resourceGroups/rg-1/providers/Microsoft.DBforPostgreSQL/flexibleServers/target?api-version=2025-08-01', body)).toBe(
    200,
  );
  const server = await flexible.servers.get('rg-1', 'target');
  expect(server).toMatchObject({
    name: 'Target',
    location: 'westeurope',
    state: 'Ready',
    version: '17',
    administratorLogin: 'pgadmin',
    tags: { a: 'b' },
  });
  expect(server.fullyQualifiedDomainName).toBe('127.0.0.1:5433');
  expect(server.id).toBe(
    `/subscriptions/${azure.services.subscriptionId}/resourceGroups/RG-1/providers/Microsoft.DBforPostgreSQL/flexibleServers/Target`,
  );
  expect(await names(flexible.servers.listByResourceGroup('RG-1'))).toEqual(['Target']);
  expect(await names(flexible.servers.listBySubscription())).toContain('Target');
  expect(await names(flexible.servers.listByResourceGroup('other'))).toEqual([]);
});

test('configurations are the defaults and what the registration says', async () => {
  await put(`${group}/flexibleServers/configured`, {
    properties: { ...properties, configurations: { require_secure_transport: 'on', my_own: '1' } },
  });
  const listed: Record<string, string | undefined> = {};
  for await (const { name = '', value } of flexible.configurations.listByServer('rg', 'configured')) listed[name] = value;
  expect(listed).toEqual({
    'azure.extensions': 'all',
    'azure.replication_support': 'REPLICA',
    my_own: '1',
    require_secure_transport: 'on',
    wal_level: 'replica',
  });
  expect(await flexible.configurations.get('rg', 'configured', 'Require_Secure_Transport')).toMatchObject({
    value: 'on',
    defaultValue: 'off',
    source: 'user-override',
  });
  await expect(flexible.configurations.get('rg', 'configured', 'nothing')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ConfigurationNotExists',
  });
});

test('a single server is registered and read back by its own SDK, and ends its SSL enforcement at Disabled by default', async () => {
  expect(await put(`${group}/servers/old?api-version=2017-12-01`, { properties: { ...properties, version: '11' } })).toBe(201);
  expect(await single.servers.get('rg', 'old')).toMatchObject({
    version: '11',
    userVisibleState: 'Ready',
    sslEnforcement: 'Disabled',
    sku: { tier: 'GeneralPurpose' },
  });
  await put(`${group}/servers/old`, { properties: { ...properties, version: '11', sslEnforcement: 'Enabled' } });
  expect((await single.servers.get('rg', 'old')).sslEnforcement).toBe('Enabled');
  expect(await names(single.servers.listByResourceGroup('rg'))).toEqual(['old']);
  expect((await single.configurations.get('rg', 'old', 'azure.replication_support')).value).toBe('REPLICA');
});

test("the SDK's own create works on a registered server without an operation to wait for, and its delete removes it", async () => {
  await put(`${group}/flexibleServers/sdk`, { properties });
  const updated = await flexible.servers.beginCreateOrUpdateAndWait('rg', 'sdk', {
    location: 'westeurope',
    version: '16',
    storage: { storageSizeGB: 64 },
  });
  expect(updated).toMatchObject({ version: '16', fullyQualifiedDomainName: '127.0.0.1:5433', storage: { storageSizeGB: 64 } });
  await flexible.servers.beginDeleteAndWait('rg', 'sdk');
  await flexible.servers.beginDeleteAndWait('rg', 'sdk');
  await expect(flexible.servers.get('rg', 'sdk')).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
  await expect(flexible.servers.beginCreateOrUpdateAndWait('rg', 'sdk', { location: 'x' })).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringContaining('fullyQualifiedDomainName'),
  });
});

test('a wrong type is refused by the name of the property; the password is stored nowhere', async () => {
  for (const wrong of [
    { administratorLoginPassword: 7 },
    { fullyQualifiedDomainName: 'a b' },
    { version: 17 },
    { configurations: { a: 1 } },
    { local: 'x' },
  ]) {
    const answer = await send('PUT', `${group}/flexibleServers/wrong`, { properties: { ...properties, ...wrong } });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({
      code: 'InvalidRequestContent',
      message: expect.stringContaining(Object.keys(wrong)[0] ?? ''),
    });
  }
  expect(
    await put(`${group}/flexibleServers/canary`, { properties: { ...properties, administratorLoginPassword: 'canary-password' } }),
  ).toBe(201);
  const everything = `${await readFile(join(azure.directory, 'arm', 'servers.json'), 'utf8')} ${azure.lines} ${JSON.stringify((await send('GET', `${group}/flexibleServers/canary`)).body)}`;
  expect(everything).not.toContain('canary-password');
});

test('with the password at registration, the replication support is what the running server says, TLS or not', async () => {
  const { caFile, certFile, keyFile } = await ensureCertificates(join(azure.directory, 'tls'));
  const tls = { caFile, certFile, keyFile, required: true };
  const server = await startPostgres({ major: newestMajor(), tls, settings: { wal_level: 'logical' } });
  try {
    const { user, password } = server.login;
    const address = { fullyQualifiedDomainName: `127.0.0.1:${server.port}`, administratorLogin: user, version: `${server.major}` };
    await put(`${group}/servers/logical`, { properties: { ...address, administratorLoginPassword: password } });
    expect((await single.configurations.get('rg', 'logical', 'azure.replication_support')).value).toBe('LOGICAL');
    await put(`${group}/servers/wrong-password`, { properties: { ...address, administratorLoginPassword: 'wrong' } });
    expect((await single.configurations.get('rg', 'wrong-password', 'azure.replication_support')).value).toBe('REPLICA');
  } finally {
    await server.stop();
  }
});

test('no token, a foreign subscription, and what only a controlled server can do are refused with their codes', async () => {
  await put(`${group}/flexibleServers/plain`, { properties });
  expect(await send('GET', `${group}/flexibleServers/plain`, undefined, {})).toMatchObject({
    status: 401,
    body: { error: { code: 'AuthenticationFailed' } },
  });
  expect(await send('GET', `${group}/flexibleServers/plain`, undefined, { authorization: 'Bearer x.y.z' })).toMatchObject({
    status: 401,
    body: { error: { code: 'InvalidAuthenticationToken' } },
  });
  const foreign =
    '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers';
  expect(await send('GET', foreign)).toMatchObject({ status: 404, body: { error: { code: 'SubscriptionNotFound' } } });
  await expect(flexible.servers.beginRestartAndWait('rg', 'plain')).rejects.toMatchObject({
    statusCode: 409,
    code: 'LocalServerNotControlled',
  });
});

test('registrations are there after a restart, at the same address', async () => {
  await put(`${group}/flexibleServers/kept`, { properties });
  await azure.restart();
  expect((await flexible.servers.get('rg', 'kept')).name).toBe('kept');
});

test('an outage on request closes the port for that time, and what was stored is there after it', async () => {
  expect(await send('POST', '/_local/outage', { service: 'nothing', seconds: 1 })).toMatchObject({ status: 400 });
  expect(await send('POST', '/_local/outage', { service: 'entra', seconds: 0.3 })).toMatchObject({ status: 202 });
  const { entra, tenantId } = azure.services;
  const probe = `${entra.url}/${tenantId}/discovery/v2.0/keys`;
  await expect(send('GET', probe)).rejects.toThrow(/ECONNREFUSED/);
  const deadline = Date.now() + 5_000;
  let status: number | undefined;
  while (status !== 200 && Date.now() < deadline) status = (await send('GET', probe).catch(() => undefined))?.status;
  expect(status).toBe(200);
});

const group = '/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL';
const properties = { fullyQualifiedDomainName: '127.0.0.1:5433', administratorLogin: 'pgadmin', version: '17' };

const put = async (path: string, body: unknown) => (await send('PUT', path, body)).status;

/** Plain HTTP, since the SDKs cannot send the local properties. Paths are completed with the subscription. */
async function send(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const { arm, subscriptionId } = azure.services;
  const prefix = /^\/(subscriptions|_local)\//.test(path) ? arm.url : `${arm.url}/subscriptions/${subscriptionId}`;
  const url = path.startsWith('https:') ? path : `${prefix}${path}`;
  const own = headers ?? { authorization: `Bearer ${(await tokenOnce()).token}` };
  return new Promise<{ status: number | undefined; body: { error?: unknown } }>((settle, fail) => {
    const sent = request(url, { method, headers: own, ca: azure.tlsOptions.ca, agent: false }, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      settle({ status: response.statusCode, body: text ? JSON.parse(text) : {} });
    });
    sent.on('error', fail);
    sent.end(body && JSON.stringify(body));
  });
}

let token: Promise<{ token: string }> | undefined;
/** For another audience on purpose: the local Resource Manager takes any token of the local tenant. */
function tokenOnce() {
  token ??= azure.credential().getToken('api://pg-flex-migrator/.default');
  return token;
}

async function names(servers: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const found = [];
  for await (const { name } of servers) found.push(name);
  return found;
}
