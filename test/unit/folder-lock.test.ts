// The lock on a folder: one holder at a time, a dead holder holds nothing, and racing for a stale lock has one winner.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../local/processes/end-process';
import { lockFolder } from '../../local/processes/folder-lock';
import { identifyProcess, isRunning } from '../../local/processes/process-identity';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgflex-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('of many that ask at once one gets it, the others learn who; a release frees it', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => lockFolder(folder, 'lock')));
  const winners = results.filter(({ lock }) => lock);
  expect(winners).toHaveLength(1);
  expect(results.filter(({ heldBy }) => heldBy?.pid === process.pid)).toHaveLength(19);
  await winners[0]?.lock?.release();
  expect((await lockFolder(folder, 'lock')).lock).toBeDefined();
  expect(await readdir(folder)).toHaveLength(1);
});

test('a lock of a living process holds; when that is killed it is free at once, for exactly one of many', async () => {
  const holder = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const record = await identifyProcess(holder.pid ?? 0);
  await writeFile(join(folder, 'lock.7'), JSON.stringify(record));
  expect(await lockFolder(folder, 'lock')).toEqual({ heldBy: record });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const results = await Promise.all(Array.from({ length: 20 }, () => lockFolder(folder, 'lock')));
  expect(results.filter(({ lock }) => lock)).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['lock.8']);
});

test('a pid that was given to another process is not taken for the former one', async () => {
  const self = await identifyProcess(process.pid);
  expect(self && (await isRunning(self))).toBe(true);
  const former = { pid: process.pid, identity: 'an earlier process' };
  expect(await isRunning(former)).toBe(false);
  await endProcess(former); // would end this test otherwise
  expect(await identifyProcess(2 ** 22 + 1)).toBeUndefined();
});
