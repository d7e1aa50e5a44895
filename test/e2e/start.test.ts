// npm start: everything comes up, survives kill -9 without losing what was acknowledged, and ends completely.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import { get as getHttps, request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive, type Stage, startStage } from './start-command';
import { expectEverythingThere, leaveSomethingEverywhere } from './start-contents';

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
