// Keeps the log of the run before as `<file>.1`, so that a log file holds one run.
import { rename } from 'node:fs/promises';

export async function rotateLog(file: string): Promise<void> {
  try {
    await rename(file, `${file}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
