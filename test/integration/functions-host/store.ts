/** A real Azurite for one test file, in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureAzurite } from '../../../local/azurite/ensure-azurite';

export interface TestStore {
  connectionString: string;
  pid: number;
  /** Holds files of the test; removed with the store. */
  folder: string;
  stop(): Promise<void>;
}

export async function startTestStore(): Promise<TestStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'functions-host-test-'));
  const azurite = await ensureAzurite({ directory: path.join(folder, 'azurite') });
  return {
    connectionString: azurite.connectionString,
    pid: azurite.pid,
    folder,
    async stop() {
      await azurite.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
