// Runs jest and ends with one line that any CI can read: `N passed, N failed`. Arguments go to jest (a path, --testNamePattern ...).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'pgflex-test-'));
const results = join(folder, 'results.json');
const jest = spawn(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, '--maxWorkers=2', ...process.argv.slice(2)],
  { stdio: ['inherit', 'ignore', 'inherit'] },
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
