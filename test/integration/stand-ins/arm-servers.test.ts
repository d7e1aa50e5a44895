// What the local Resource Manager does to real servers that it was given: their firewalls, parameters and restarts, by Azure's own clients.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { PostgreSQLManagementClient } from '@azure/arm-postgresql';
import { PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { newestMajor, sourceMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { type AzureServices, azureServices } from './azure-services';

let azure: AzureServices;
let old: PostgresServer;
let young: PostgresServer;
let single: PostgreSQLManagementClient;
let flexible: PostgreSQLManagementFlexibleServerClient;

beforeAll(async () => {
  [azure, old, young] = await Promise.all([
    azureServices(),
    startPostgres({ major: sourceMajor() }),
    startPostgres({ major: newestMajor() }),
  ]);
  const { arm, subscriptionId } = azure.services;
  const options = {
    endpoint: arm.url,
    $host: arm.url,
    credentialScopes: 'https://management.azure.com/.default',
    tlsOptions: azure.tlsOptions,
    retryOptions: { maxRetries: 0 },
  };
  single = new PostgreSQLManagementClient(azure.credential(), subscriptionId, options);
  flexible = new PostgreSQLManagementFlexibleServerClient(azure.credential(), subscriptionId, options);
  await register('servers/old', old, {});
  await register('flexibleServers/young', young, {});
});
afterAll(async () => {
  await Promise.all([old?.stop(), young?.stop()]);
  await azure.end();
});

test('where the firewall is enforced, rules alone decide who may connect; fixtures and sessions that are there go on', async () => {
  const session = await young.connect('postgres');
  await register('flexibleServers/young', young, { enforceFirewall: true });
  await expect(canConnect(young)).resolves.toMatch(/no pg_hba.conf entry for host "127.0.0.1"/);
  await young.run('postgres', 'SELECT 1', { as: 'superuser' });
  await session.query('SELECT 1');

  const write = (name: string, startIpAddress: string, endIpAddress: string) =>
    flexible.firewallRules.beginCreateOrUpdateAndWait('rg', 'young', name, { startIpAddress, endIpAddress });
  await write('elsewhere', '127.0.0.2', '127.0.1.200');
  await expect(canConnect(young)).resolves.toMatch(/no pg_hba.conf entry/);
  await expect(write('here', '126.255.255.255', '127.0.0.1')).resolves.toMatchObject({
    name: 'here',
    type: 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules',
    startIpAddress: '126.255.255.255',
  });
  await until(young, true);
  expect((await flexible.firewallRules.get('rg', 'young', 'HERE')).endIpAddress).toBe('127.0.0.1');
  expect((await all(flexible.firewallRules.listByServer('rg', 'young'))).map(({ name }) => name)).toEqual(['elsewhere', 'here']);

  await flexible.firewallRules.beginDeleteAndWait('rg', 'young', 'here');
  await flexible.firewallRules.beginDeleteAndWait('rg', 'young', 'here');
  await until(young, false);
  await expect(flexible.firewallRules.get('rg', 'young', 'here')).rejects.toMatchObject({ statusCode: 404 });
  await register('flexibleServers/young', young, { enforceFirewall: false });
  await until(young, true);
  await session.end();
});

test('rules that Azure refuses are refused', async () => {
  const write = (name: string, startIpAddress: string, endIpAddress: string) =>
    single.firewallRules.beginCreateOrUpdateAndWait('rg', 'old', name, { startIpAddress, endIpAddress });
  for (const [name, from, to] of [
    ['a', 'x', '1.2.3.4'],
    ['a', '1.2.3.256', '1.2.3.4'],
    ['a', '1.2.3.5', '1.2.3.4'],
    ['a.b', '1.2.3.4', '1.2.3.4'],
  ] as const)
    await expect(write(name, from, to)).rejects.toMatchObject({ statusCode: 400 });
  await register('servers/foreign', old);
  await expect(
    single.firewallRules.beginCreateOrUpdateAndWait('rg', 'foreign', 'a', { startIpAddress: '1.2.3.4', endIpAddress: '1.2.3.4' }),
  ).rejects.toMatchObject({ statusCode: 409, code: 'LocalServerNotControlled' });
});

test('logical replication of a single server is on after a restart, not before, and off again as if nothing had been', async () => {
  const set = (value: string) => single.configurations.beginCreateOrUpdateAndWait('rg', 'old', 'azure.replication_support', { value });
  const before = await all(single.configurations.listByServer('rg', 'old'));
  expect((await set('LOGICAL')).value).toBe('LOGICAL');
  expect(await walLevel(old)).toBe('replica');
  await single.servers.beginRestartAndWait('rg', 'old');
  expect(await walLevel(old)).toBe('logical');
  await expect(set('SOMETHING')).rejects.toMatchObject({ statusCode: 400, code: 'InvalidParameterValue' });
  await set('OFF');
  await single.servers.beginRestartAndWait('rg', 'old');
  expect(await walLevel(old)).toBe('minimal');
  await set('REPLICA');
  await single.servers.beginRestartAndWait('rg', 'old');
  expect(await walLevel(old)).toBe('replica');
  expect(await all(single.configurations.listByServer('rg', 'old'))).toEqual(before);
});

test("a flexible server's parameters are the real ones: checked by the server itself, dynamic ones in force at once", async () => {
  const set = (name: string, value: string) =>
    flexible.configurations.beginUpdateAndWait('rg', 'young', name, { value, source: 'user-override' });
  expect(await flexible.configurations.get('rg', 'young', 'work_mem')).toMatchObject({
    value: '4MB',
    source: 'system-default',
    dataType: 'Integer',
  });
  expect(await set('work_mem', '8192')).toMatchObject({ value: '8192', source: 'user-override', isConfigPendingRestart: false });
  expect(await set('wal_level', 'logical')).toMatchObject({ value: 'logical', isConfigPendingRestart: true });
  expect((await flexible.configurations.get('rg', 'young', 'azure.replication_support')).value).toBe('LOGICAL');
  await set('azure.extensions', 'hstore,pg_trgm');
  await flexible.servers.beginRestartAndWait('rg', 'young');
  expect(await flexible.configurations.get('rg', 'young', 'wal_level')).toMatchObject({ value: 'logical', isConfigPendingRestart: false });
  expect(await walLevel(young)).toBe('logical');
  expect(
    await young.run('postgres', "SELECT current_setting('work_mem') AS work, current_setting('azure.extensions') AS extensions"),
  ).toEqual([{ work: '8MB', extensions: 'hstore,pg_trgm' }]);
  await expect(set('work_mem', 'much')).rejects.toMatchObject({ statusCode: 400, code: 'InvalidParameterValue' });
  await expect(set('nothing', '1')).rejects.toMatchObject({ statusCode: 404, code: 'ConfigurationNotExists' });
  await set('wal_level', 'replica');
});

test('operations take as long as they are told to, and are followed by the headers that Azure sends', async () => {
  await local('PUT', 'postgres', { operationSeconds: 0.4 });
  const begunOn = Date.now();
  const poller = flexible.firewallRules.beginCreateOrUpdateAndWait(
    'rg',
    'young',
    'slow',
    { startIpAddress: '1.2.3.4', endIpAddress: '1.2.3.4' },
    { updateIntervalInMs: 50 },
  );
  expect((await poller).name).toBe('slow');
  await flexible.firewallRules.beginDeleteAndWait('rg', 'young', 'slow', { updateIntervalInMs: 50 });
  await single.configurations.beginCreateOrUpdateAndWait('rg', 'old', 'work_mem', { value: '5000' }, { updateIntervalInMs: 50 });
  expect(Date.now() - begunOn).toBeGreaterThan(1_200);
  await local('PUT', 'postgres', { operationSeconds: 0 });
});

test('a server keeps its guard over a restart; one that nobody guards is started again by the Resource Manager itself', async () => {
  const pid = pidOf(old);
  const guard = parentOf(pid);
  await single.servers.beginRestartAndWait('rg', 'old');
  expect(pidOf(old)).not.toBe(pid);
  expect(parentOf(pidOf(old))).toBe(guard);
  process.kill(-guard, 'SIGSTOP'); // a guard that does nothing is like none
  process.kill(pidOf(old), 'SIGCONT');
  try {
    await single.servers.beginRestartAndWait('rg', 'old');
    expect(await walLevel(old)).toBe('replica');
  } finally {
    const alone = pidOf(old);
    process.kill(alone, 'SIGQUIT');
    process.kill(-guard, 'SIGCONT');
  }
});

const parentOf = (pid: number) => Number(execFileSync('ps', ['-o', 'ppid=', '-p', `${pid}`], { encoding: 'utf8' }));
const pidOf = (server: PostgresServer) => Number(readFileSync(join(server.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);

const walLevel = async (server: PostgresServer) =>
  (await server.run<{ level: string }>('postgres', "SELECT current_setting('wal_level') AS level"))[0]?.level;

/** True, or why not. */
const canConnect = (server: PostgresServer): Promise<true | string> =>
  server.run('postgres', 'SELECT 1').then(
    () => true as const,
    (error: Error) => error.message,
  );

/** The server reads its file a moment after it was told to. */
async function until(server: PostgresServer, wanted: boolean): Promise<void> {
  const giveUpOn = Date.now() + 5_000;
  while (((await canConnect(server)) === true) !== wanted) if (Date.now() > giveUpOn) throw new Error(`never: ${wanted}`);
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of pages) found.push(each);
  return found;
}

async function register(what: string, server: PostgresServer, control?: { enforceFirewall?: boolean }): Promise<void> {
  const { arm, subscriptionId } = azure.services;
  const properties = {
    fullyQualifiedDomainName: `127.0.0.1:${server.port}`,
    administratorLogin: server.login.user,
    version: `${server.major}`,
    ...(control ? { local: { dataDirectory: server.dataDirectory, ...control } } : {}),
  };
  const { token } = await azure.credential().getToken('https://management.azure.com/.default');
  const path = `${arm.url}/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/${what}`;
  expect([200, 201]).toContain(await put(path, { location: 'local', properties }, { authorization: `Bearer ${token}` }));
}

const local = (_method: 'PUT', what: string, body: unknown) => put(`${azure.services.arm.url}/_local/${what}`, body, {});

const put = (url: string, body: unknown, headers: Record<string, string>) =>
  new Promise<number | undefined>((settle, fail) => {
    const sent = request(url, { method: 'PUT', headers, ca: azure.tlsOptions.ca, agent: false }, (response) => {
      response.resume().once('end', () => settle(response.statusCode));
    });
    sent.on('error', fail);
    sent.end(JSON.stringify(body));
  });
