// docs/cli.md has the help of every verb, as the program prints it.
import { execFileSync } from 'node:child_process';

test('docs/cli.md is what the commands say', () => {
  expect(execFileSync(process.execPath, ['scripts/cli-docs.mjs'], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
});
