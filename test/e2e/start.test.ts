// npm start: everything comes up, survives kill -9 without losing what was acknowledged, and ends completely.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import { get as getHttps, request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { TableClient } from '@azure/data-tables';
import { ClientSecretCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { ServiceBusClient } from '@azure/service-bus';
import type { Endpoints } from '../../local/start/endpoints';
import { isAlive, type Stage, startScript, startStage } from './start-command';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.end());

test('it tells functions, then Ready; endpoints.json leads to everything; SIGTERM ends everything', async () => {
  const run = stage.start();
  const endpoints = await run.ready;
  expect(run.output()).toMatch(/hello: \[GET\][\s\S]*Authentication is off[\s\S]*\nReady\n$/);
  expect((await stat(join(stage.data, 'endpoints.json'))).mode & 0o777).toBe(0o600);
  expect(Object.keys(endpoints.clients).sort()).toEqual(['aadApp', 'approver', 'none', 'operator', 'reader', 'writer']);
  expect(endpoints).toMatchObject(endpoints.clients.operator);
  const ca = await readFile(endpoints.caFile, 'utf8');
  expect(await bodyOf(getHttp(`${endpoints.api}/hello`))).toBe('hello');
  expect(await bodyOf(getHttps(`${endpoints.apiHttps}/hello`, { ca, agent: false }))).toBe('hello');
  expect((await readdir(join(stage.data, 'logs'))).sort()).toEqual(['azure.log', 'azurite.log', 'host.log', 'start.log']);

  expect(await post(`${endpoints.arm}/_local/outage`, ca, { service: 'serviceBus', seconds: 0.5 })).toBe(202);
  const busPort = Number(/127\.0\.0\.1:(\d+)/.exec(endpoints.serviceBus)?.[1]);
  expect(await listens(busPort)).toBe(false);
  const deadline = Date.now() + 10_000;
  while (!(await listens(busPort)) && Date.now() < deadline) await delay(50);
  expect(await listens(busPort)).toBe(true);

  run.process.kill('SIGTERM');
  expect(await run.exited).toBe(0);
  expect(await Promise.all(Object.values(endpoints.pids).map(isAlive))).toEqual([false, false, false, false]);
  await expect(access(join(stage.data, 'endpoints.json'))).rejects.toThrow('ENOENT');
});

test('after kill -9 of start a new one ends what was left, takes Azurite over, and nothing acknowledged is lost', async () => {
  const killed = stage.start();
  const before = await killed.ready;
  await leaveSomethingEverywhere(before);
  killed.process.kill('SIGKILL');
  await killed.exited;
  expect(await isAlive(before.pids.host)).toBe(true);

  const after = await stage.start().ready;
  expect(await Promise.all([before.pids.host, before.pids.azure].map(isAlive))).toEqual([false, false]);
  const { pids: pidsAfter, ...addressesAfter } = after;
  const { pids: pidsBefore, ...addressesBefore } = before;
  expect(pidsAfter.azurite).toBe(pidsBefore.azurite);
  expect(addressesAfter).toEqual(addressesBefore);
  await expectEverythingThere(after);
});

test.each([
  ['the stand-ins', 'azure', /process of the stand-ins has ended by itself \(SIGKILL\)/],
  ['the host', 'host', /functions host has ended by itself \(SIGKILL\)/],
  ['Azurite', 'azurite', /Azurite has ended by itself/],
] as const)('when %s is killed, start names it, ends the rest and exits 1; the next start goes on', async (_, name, message) => {
  const run = stage.start();
  const endpoints = await run.ready;
  if (name === 'azure') await leaveSomethingEverywhere(endpoints);
  process.kill(endpoints.pids[name], 'SIGKILL');
  expect(await run.exited).toBe(1);
  expect(run.output()).toMatch(message);
  expect(await Promise.all(Object.values(endpoints.pids).map(isAlive))).toEqual([false, false, false, false]);
  if (name !== 'azure') return;
  const again = await stage.start().ready;
  await expectEverythingThere(again);
  expect(again.clients.aadApp.clientId).toBe(endpoints.clients.aadApp.clientId);
  await credential(endpoints, 'aadApp').getToken(endpoints.tokenScope); // a secret of the run before, as a migration may hold it
});

test('when the shell in which npm runs it dies, everything ends', async () => {
  const arguments_ = ['--data', stage.data, '--root', join(stage.folder, 'app'), '--port', '0', '--https-port', '0'];
  const shell = spawn('sh', ['-c', `true && "${process.execPath}" "${startScript}" ${arguments_.join(' ')}; true`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  let output = '';
  for await (const chunk of shell.stdout.setEncoding('utf8')) {
    output += chunk;
    if (/^Ready$/m.test(output)) break;
  }
  const { pids } = JSON.parse(await readFile(join(stage.data, 'endpoints.json'), 'utf8')) as Endpoints;
  shell.kill('SIGTERM');
  await once(shell, 'exit');
  const deadline = Date.now() + 10_000;
  while ((await isAlive(pids.start)) && Date.now() < deadline) await delay(50);
  expect(await Promise.all(Object.values(pids).map(isAlive))).toEqual([false, false, false, false]);
});

test('killed at whatever moment of its start, it leaves nothing that the next one would not find', async () => {
  for (const afterMs of [150, 350, 600, 900, 1200]) {
    const killed = stage.start();
    await delay(afterMs); // the moment itself is what is tried
    killed.process.kill('SIGKILL');
    await killed.exited;
  }
  const run = stage.start();
  await run.ready;
  run.process.kill('SIGINT');
  expect(await run.exited).toBe(0);
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  expect(stdout.split('\n').filter((line) => line.includes(stage.folder))).toEqual([]);
});

const server = (endpoints: Endpoints) =>
  `/subscriptions/${endpoints.subscriptionId}/resourceGroups/local/providers/Microsoft.DBforPostgreSQL/flexibleServers/kept?api-version=2025-08-01`;

async function leaveSomethingEverywhere(endpoints: Endpoints): Promise<void> {
  const { caFile, keyVault, serviceBus, serviceBusTopic, storage } = endpoints;
  const ca = await readFile(caFile, 'utf8');
  await secretClient(keyVault, endpoints, ca).setSecret('kept', 'secret');
  const bus = new ServiceBusClient(serviceBus);
  await bus.createSender(serviceBusTopic).sendMessages({ body: 'kept', sessionId: 'm1', messageId: 'm1-000001' });
  await bus.close();
  const table = TableClient.fromConnectionString(storage, 'kept', { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r' });
  const properties = { fullyQualifiedDomainName: '127.0.0.1:5433', administratorLogin: 'pgadmin', version: '17' };
  expect(await arm('PUT', endpoints, ca, { properties })).toBe(201);
}

async function expectEverythingThere(endpoints: Endpoints): Promise<void> {
  const { caFile, keyVault, serviceBus, serviceBusTopic, storage } = endpoints;
  const ca = await readFile(caFile, 'utf8');
  expect((await secretClient(keyVault, endpoints, ca).getSecret('kept')).value).toBe('secret');
  const bus = new ServiceBusClient(serviceBus);
  const plain = await bus.createReceiver(serviceBusTopic, 'all').receiveMessages(1, { maxWaitTimeInMs: 2_000 });
  expect(plain.map(({ body }) => body)).toEqual(['kept']);
  const ordered = await bus.acceptSession(serviceBusTopic, 'ordered', 'm1');
  expect((await ordered.receiveMessages(1, { maxWaitTimeInMs: 2_000 })).map(({ body }) => body)).toEqual(['kept']);
  await bus.close();
  const table = TableClient.fromConnectionString(storage, 'kept', { allowInsecureConnection: true });
  expect(await table.getEntity('p', 'r')).toMatchObject({ rowKey: 'r' });
  expect(await arm('GET', endpoints, ca)).toBe(200);
}

function credential({ tenantId, entra, caFile, clients }: Endpoints, name: 'operator' | 'aadApp', ca?: string): ClientSecretCredential {
  const { clientId, clientSecret } = clients[name];
  const tlsOptions = { ca: ca ?? readFileSync(caFile, 'utf8') };
  return new ClientSecretCredential(tenantId, clientId, clientSecret, { authorityHost: entra, disableInstanceDiscovery: true, tlsOptions });
}

function secretClient(url: string, endpoints: Endpoints, ca: string): SecretClient {
  return new SecretClient(url, credential(endpoints, 'operator', ca), { tlsOptions: { ca }, disableChallengeResourceVerification: true });
}

async function arm(method: string, endpoints: Endpoints, ca: string, body?: unknown): Promise<number | undefined> {
  const { token } = await credential(endpoints, 'operator', ca).getToken(endpoints.tokenScope);
  const sent = request(`${endpoints.arm}${server(endpoints)}`, { method, ca, agent: false, headers: { authorization: `Bearer ${token}` } });
  sent.end(body && JSON.stringify(body));
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

async function post(url: string, ca: string, body: unknown): Promise<number | undefined> {
  const sent = request(url, { method: 'POST', ca, agent: false });
  sent.end(JSON.stringify(body));
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

function listens(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => settle(false));
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
  });
}

async function bodyOf(sent: ReturnType<typeof getHttp>): Promise<string> {
  const [response] = await once(sent, 'response');
  return (await response.setEncoding('utf8').toArray()).join('');
}
