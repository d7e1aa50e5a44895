// Each of the long searches with a small count, as `npm run verify` runs it; the searches themselves are the tests.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Another folder than dist is for work in a tree that others build at the same time. */
const dist = process.env.PGFLEX_DIST ?? resolve(__dirname, '../../dist');

function verify(...given: string[]): Promise<string> {
  return new Promise((settle) => {
    execFile(process.execPath, [join(dist, 'local', 'verify', 'main.js'), ...given], { maxBuffer: 10_000_000 }, (_failed, stdout, stderr) =>
      settle(`${stdout}${stderr}`),
    );
  });
}

test.each([
  ['model', 8, 8],
  ['race', 2, 10],
  ['fuzz', 200, 200],
  ['subscriber', 4, 4],
])('%s finds nothing in %i cases', async (search, count, cases) => {
  const output = await verify(search, '--count', String(count), '--seed', '1');
  expect(output).toContain(`${cases} passed, 0 failed`);
});

test('an unknown search is refused with the list of those that there are', async () => {
  expect(await verify('nothing')).toMatch(/there is no search 'nothing'.*kill.*fuzz.*model.*race.*subscriber/s);
});
