// Removes what a keeper that was killed left of its demo. The servers went with it.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopAzurite } from '../../azurite/stop-azurite';
import { endLeftOverChildren } from '../../start/child-records';

export async function removeRemains(folder: string): Promise<void> {
  const data = join(folder, 'data');
  if (existsSync(data)) {
    await endLeftOverChildren(data);
    await stopAzurite(join(data, 'azurite'));
  }
  // What a killed keeper had begun, a copy of a server's files, may still be writing there for a moment.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
