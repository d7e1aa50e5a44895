// Runs jest and ends with one line that any CI can read: `N passed, N failed`. Arguments go to jest (a path, --testNamePattern ...).
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const roomNeeded = 8 * 2 ** 30; // at most 2 GB are in use at a time

/**
 * The servers of the tests make and drop tens of thousands of files, for which ext4 takes a quarter of all CPU time: where there is plenty of
 * memory they lie in it.
 */
function scratchRoot() {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (Math.min(bavail * bsize, process.availableMemory()) >= roomNeeded) return memory;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // not Linux
  }
  return tmpdir();
}

const folder = mkdtempSync(join(scratchRoot(), 'pgflex-test-'));
chmodSync(folder, 0o1777); // as every folder for temporary files: servers that root starts run as another user
const results = join(folder, 'results.json');
const jest = spawn(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, '--maxWorkers=2', ...process.argv.slice(2)],
  { stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, TMPDIR: folder } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
jest.on('exit', (code) => {
  let line = '0 passed, 1 failed';
  let failed = true;
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(results, 'utf8'),
    );
    const broken = numFailedTests + numRuntimeErrorTestSuites;
    failed = code !== 0 || broken > 0 || numFailedTestSuites > 0 || numPassedTests === 0;
    line = `${numPassedTests} passed, ${failed ? Math.max(broken, 1) : 0} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`;
  } catch (error) {
    console.error(`jest left no results: ${error instanceof Error ? error.message : error}`);
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(line);
  process.exitCode = failed ? 1 : 0;
});
