// npm start refuses what it can't do in words that say what to change, and leaves nothing running.

import { once } from 'node:events';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { isAlive, type Stage, startStage } from './start-command';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.end());

test('a second start on the same data is refused by the process that holds it, and disturbs nothing', async () => {
  const first = stage.start();
  const { pids } = await first.ready;
  const second = stage.start();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`(process ${pids.start})`);
  expect(await Promise.all(Object.values(pids).map(isAlive))).toEqual([true, true, true, true]);
  await access(join(stage.data, 'endpoints.json'));
});

test('a port in use is named with its option', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    const run = stage.start('--port', `${port}`, '--https-port', '0');
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain(`Port ${port} is in use`);
    expect(run.output()).toContain('--port');
  } finally {
    other.close();
  }
});

test("a folder with somebody's content is not touched, not even with --fresh", async () => {
  await mkdir(stage.data);
  await writeFile(join(stage.data, 'thesis.txt'), 'ten years of work');
  const run = stage.start('--fresh');
  expect(await run.exited).toBe(1);
  expect(run.output()).toMatch(/is not empty and was not made by npm start/);
  expect(await readdir(stage.data)).toEqual(['thesis.txt']);
});

test('--fresh begins with another tenant and nothing stored, even after a start that was killed', async () => {
  const killed = stage.start();
  const before = await killed.ready;
  killed.process.kill('SIGKILL');
  await killed.exited;
  const after = await stage.start('--fresh').ready;
  expect(after.tenantId).not.toBe(before.tenantId);
  expect(after.pids.azurite).not.toBe(before.pids.azurite);
  expect(await Promise.all([before.pids.host, before.pids.azure, before.pids.azurite].map(isAlive))).toEqual([false, false, false]);
});

test('wrong options are explained, and --help tells the right ones', async () => {
  const wrong = stage.start('--auth', 'maybe');
  expect(await wrong.exited).toBe(1);
  expect(wrong.output()).toMatch(/maybe.*Allowed choices are on, off/);
  const help = stage.start('--help');
  expect(await help.exited).toBe(0);
  expect(help.output()).toMatch(/--https-port[\s\S]*--data[\s\S]*--fresh/);
});

test('interrupted in the middle of its start, it ends what it has started', async () => {
  const run = stage.start();
  await Promise.race([once(run.process.stdout ?? run.process, 'data'), run.exited]);
  run.process.kill('SIGINT');
  expect(await run.exited).toBe(130);
  expect(run.output()).toContain('Interrupted by SIGINT');
  await expect(access(join(stage.data, 'children.json'))).rejects.toThrow('ENOENT');
});
