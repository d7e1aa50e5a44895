// Each of the long searches with a small count, as `npm run verify` runs it; the searches themselves are the tests.
import { type ChildProcess, execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Another folder than dist is for work in a tree that others build at the same time. */
const dist = process.env.PGFLEX_DIST ?? resolve(__dirname, '../../dist');

/** The subscriber may have to wait for two rounds of the reconciler, half a minute each, after the outage. */
const timeoutMs = 180_000;
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGTERM'); // of a test that took too long
});

function verify(...given: string[]): Promise<string> {
  return new Promise((settle) => {
    const main = join(dist, 'local', 'verify', 'main.js');
    const child = execFile(process.execPath, [main, ...given], { maxBuffer: 10_000_000 }, (_failed, stdout, stderr) => {
      running.delete(child);
      settle(`${stdout}${stderr}`);
    });
    running.add(child);
  });
}

test.each([
  ['model', 4, 4],
  ['race', 2, 10],
  ['fuzz', 100, 100],
  ['subscriber', 4, 4],
  ['faults', 1, 1],
  ['kill', 2, 2], // around the engine; signed-out.test.ts goes through the whole service
])(
  '%s finds nothing in %i cases',
  async (search, count, cases) => {
    const output = await verify(search, '--count', String(count), '--seed', '1');
    expect(output).toContain(`${cases} passed, 0 failed`);
  },
  timeoutMs,
);

test('an unknown search is refused with the list of those that there are', async () => {
  expect(await verify('nothing')).toMatch(/there is no search 'nothing'.*kill.*fuzz.*model.*race.*subscriber/s);
});
