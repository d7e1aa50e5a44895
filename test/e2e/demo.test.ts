// npm run demo: proves what it moves, leaves nothing behind however it ends, and can be kept and ended later.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { requestJson } from '../../local/demo/client/request-json';
import { isAlive, startScript } from './start-command';

const demoScript = join(dirname(startScript), 'demo.js');

const demoTimeoutMs = 120_000; // what the demo itself is allowed; it takes 16 s on a quiet machine

/** Everything of a demo is made below this folder, so that what is left of it shows. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgflex-test-'));
  await chmod(folder, 0o755); // servers that root starts run as another user
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function startDemo(...options: string[]): ChildProcess {
  return spawn(process.execPath, [demoScript, ...options], { env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function runDemo(...options: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const demo = startDemo(...options);
  const [output, errors] = await Promise.all([text(streamOf(demo.stdout)), text(streamOf(demo.stderr)), once(demo, 'exit')]);
  return { code: demo.exitCode, output, errors };
}

function streamOf<T>(stream: T | null): T {
  if (stream) return stream;
  throw new Error('The stream is not a pipe.');
}

interface DemoJson {
  succeeded: boolean;
  problems: string[];
  report: { databases: { name: string; tables: { proof: { result: string } }[] }[] };
  events: { event: { sequence: string; data: { isTerminal: boolean; state: string } } }[];
  comparison: { rows: number; differences: string[] };
  kept: { folder: string; api: string };
}

test(
  'it succeeds with proof of every table and the events in order; kept, it goes on until it is stopped, and leaves nothing',
  async () => {
    const { code, output, errors } = await runDemo('--keep', '--json');
    const { succeeded, problems, report, events, comparison, kept } = JSON.parse(output) as DemoJson;
    expect({ code, succeeded, problems }).toEqual({ code: 0, succeeded: true, problems: [] });
    expect(errors).toMatch(/It would be replaced, and its content lost[\s\S]*newsletter[\s\S]*approves by itself[\s\S]*Own check/);
    expect(report.databases.map(({ name }) => name)).toEqual(['museum', 'newsletter', 'webshop']);
    expect([...new Set(report.databases.flatMap(({ tables }) => tables.map(({ proof }) => proof.result)))]).toEqual(['equal']);
    expect(comparison.differences).toEqual([]);
    expect(comparison.rows).toBeGreaterThan(1_000_000);
    expect(events.map(({ event }) => Number(event.sequence))).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.event.data).toMatchObject({ isTerminal: true, state: 'Succeeded' });

    expect(await requestJson(`${kept.api}/api/health`)).toMatchObject({ status: 200 });
    expect(await runDemo('--stop', kept.folder)).toMatchObject({ code: 0 });
    await expect(requestJson(`${kept.api}/api/health`)).rejects.toThrow('ECONNREFUSED');
    expect(await readdir(folder)).toEqual([]);
  },
  demoTimeoutMs,
);

test.each([
  ['while it starts', /Source|Target/, 'SIGINT'],
  ['while it copies', /Copy /, 'SIGTERM'],
] as const)(
  'interrupted %s, it leaves no process and no file',
  async (_when, moment, signal) => {
    const demo = startDemo();
    const children = new Set<number>();
    let output = '';
    for await (const chunk of streamOf(demo.stdout).setEncoding('utf8')) {
      output += chunk;
      if (demo.killed || !moment.test(output)) continue;
      for (const pid of await descendants(demo.pid ?? 0)) children.add(pid);
      demo.kill(signal);
    }
    if (demo.exitCode === null) await once(demo, 'exit');
    expect(demo.exitCode).toBe(130);
    expect(output).toContain(`Interrupted by ${signal}`);
    expect(children.size).toBeGreaterThan(1);
    expect(await Promise.all([...children].map(isAlive))).not.toContain(true);
    expect(await readdir(folder)).toEqual([]);
  },
  demoTimeoutMs,
);

/** All processes below one. */
async function descendants(pid: number): Promise<number[]> {
  const ps = spawn('ps', ['-A', '-o', 'pid=,ppid='], { stdio: ['ignore', 'pipe', 'inherit'] });
  const parents = (await text(ps.stdout))
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] => parents.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

test('a folder that holds no kept demo is not touched by --stop', async () => {
  const { code, errors } = await runDemo('--stop', folder);
  expect({ code, errors }).toEqual({ code: 1, errors: expect.stringMatching(/holds no kept demo/) });
});
