// The race of `npm run bench`, as small as it can be: our engine copies what it is measured with, and nothing is left when it is interrupted.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { RaceResult } from '../../bench/race/race';
import { temporaryDirectory } from '../support/temporary-directory';

const dist = process.env.PGFLEX_DIST ?? resolve(__dirname, '../../dist');
const folder = temporaryDirectory();
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL')); // of a test that failed half-way

/** Everything it makes lies below the folder: sources, results, and (by TMPDIR) the target. */
async function bench(...given: string[]) {
  const [data, temporary] = [join(folder(), 'data'), join(folder(), 'temporary')];
  await mkdir(temporary, { recursive: true });
  const options = ['--data', data, '--size', '0.005', '--rounds', '1', '--only', 'ours,ours-unproven', ...given];
  const started = spawn(process.execPath, [join(dist, 'bench', 'main.js'), ...options], {
    cwd: folder(),
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  return { process: started, lines: createInterface(started.stdout), data, temporary };
}

test('our engine takes part with proof and without; figures and ratios are printed and kept', async () => {
  const run = await bench('wide', '--json');
  const output: string[] = [];
  run.lines.on('line', (line) => output.push(line));
  const [code] = await once(run.process, 'close');
  const { races } = JSON.parse(output.join('\n'));
  const { contestants, ratios, absent, failed }: RaceResult = races.sets.wide;
  expect({ absent, failed, names: Object.keys(contestants) }).toEqual({ absent: {}, failed: {}, names: ['ours', 'ours-unproven'] });
  expect(code).toBe(0);
  expect(ratios).toEqual([expect.objectContaining({ of: 'ours', to: 'ours-unproven', ratio: expect.any(Number) })]);
  expect(contestants.ours?.peakMB).toBeGreaterThan(30);
  if (process.platform === 'linux') expect(contestants.ours?.cpuSeconds?.client).toBeGreaterThan(0);
  const [kept] = await readdir(join(folder(), 'bench', 'results'));
  expect(JSON.parse(await readFile(join(folder(), 'bench', 'results', kept ?? ''), 'utf8')).races).toEqual(races);
  expect(await readdir(run.temporary)).toEqual([]);
});

test('Ctrl-C in the middle of a race stops both servers and removes the target', async () => {
  const run = await bench('wide');
  for await (const line of run.lines) if (line.startsWith('wide: ')) break;
  run.process.kill('SIGINT');
  const [code] = await once(run.process, 'close');
  expect(code).toBe(130);
  expect(await readdir(run.temporary)).toEqual([]);
  const [source] = await readdir(run.data);
  expect(await readdir(join(run.data, source ?? '', 'data'))).not.toContain('postmaster.pid');
});
