// azurite.json in Azurite's folder: its ports and, while it runs, its process.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/write-atomically';
import type { ProcessRecord } from '../processes/process-identity';

export interface AzuritePorts {
  blob: number;
  queue: number;
  table: number;
}

export interface AzuriteRecord {
  /** Those of the last one that listened; used again, so that addresses stay the same over restarts. */
  ports?: AzuritePorts;
  /** None after a clean stop. */
  process?: ProcessRecord;
  /** Whether this process has told that it listens on these ports. */
  listening?: boolean;
}

const fileIn = (directory: string) => join(directory, 'azurite.json');

export async function writeAzuriteRecord(directory: string, record: AzuriteRecord): Promise<void> {
  await writeAtomically(fileIn(directory), JSON.stringify(record));
}

export async function readAzuriteRecord(directory: string): Promise<AzuriteRecord | undefined> {
  try {
    return JSON.parse(await readFile(fileIn(directory), 'utf8')) as AzuriteRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    await rm(fileIn(directory)); // changed by hand: nothing in it that could be relied on
    return undefined;
  }
}
