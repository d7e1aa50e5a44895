// A directory for one test file, removed when the file's tests are done.
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Call it at the top of a test file; the returned function gives the path. All may enter it, so that servers of another user can run below. */
export function temporaryDirectory(): () => string {
  let directory: string | undefined;
  afterAll(async () => {
    if (directory) await rm(directory, { recursive: true, force: true });
  });
  return () => {
    directory ??= createDirectory();
    return directory;
  };
}

function createDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'pgflex-test-'));
  chmodSync(directory, 0o755);
  return directory;
}
