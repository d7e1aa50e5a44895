// npm start when a part of it dies, or npm does: it says so, ends everything, and the next start goes on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoints } from '../../local/start/endpoints';
import { isAlive, type Stage, startScript, startStage } from './start-command';
import { credential, expectEverythingThere, leaveSomethingEverywhere } from './start-contents';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.end());

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
