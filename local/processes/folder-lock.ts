// A lock on a folder that one process holds and that a dead holder leaves free at once.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/write-atomically';
import { identifyProcess, isRunning, type ProcessRecord } from './process-identity';

export interface FolderLock {
  release(): Promise<void>;
}

/** Undefined when the lock was taken, else the process that holds it. */
export type LockResult = { lock: FolderLock; heldBy?: undefined } | { lock?: undefined; heldBy: ProcessRecord };

const heldHere = new Set<string>(); // one process may ask twice; its own pid in the file would then not tell who is meant

/**
 * The lock is the file `<name>.<n>` with the highest n. It is taken by creating n + 1, which only one process can do, once the holder of n is
 * gone or has marked it free; it is never deleted before a higher one stands. So no two processes can both replace the same stale lock.
 */
export async function lockFolder(folder: string, name: string): Promise<LockResult> {
  await mkdir(folder, { recursive: true });
  const self = await identifyProcess(process.pid);
  if (!self) throw new Error(`Process ${process.pid} does not find itself in the process table.`);
  const key = join(folder, name);
  for (;;) {
    const generations = await listGenerations(folder, name);
    const current = Math.max(0, ...generations);
    const holder = current === 0 ? undefined : await holderOf(`${key}.${current}`);
    if (holder && (holder.pid === process.pid ? heldHere.has(key) : await isRunning(holder))) return { heldBy: holder };
    const file = `${key}.${current + 1}`;
    if (!(await createExclusively(file, JSON.stringify(self)))) continue;
    const now = await listGenerations(folder, name);
    if (now.some((generation) => generation > current + 1)) {
      await rm(file); // we were slow: others took and left the lock meanwhile, and this number had been used before
      continue;
    }
    heldHere.add(key);
    await Promise.all(now.filter((generation) => generation <= current).map((generation) => rm(`${key}.${generation}`, { force: true })));
    return {
      lock: {
        async release() {
          heldHere.delete(key);
          await writeAtomically(file, '{}');
        },
      },
    };
  }
}

async function listGenerations(folder: string, name: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .filter((entry) => entry.startsWith(`${name}.`) && /^\d+$/.test(entry.slice(name.length + 1)))
    .map((entry) => Number(entry.slice(name.length + 1)));
}

async function holderOf(file: string): Promise<ProcessRecord | undefined> {
  try {
    const { pid, identity } = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessRecord>;
    return pid && identity ? { pid, identity } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // a higher one stands by now: creating this number + 1 fails
    throw error;
  }
}

/** With its content from the first moment, which open(2) with O_EXCL would not give. */
async function createExclusively(file: string, content: string): Promise<boolean> {
  const candidate = `${file}.${randomBytes(6).toString('hex')}.candidate`;
  await writeFile(candidate, content);
  try {
    await link(candidate, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(candidate, { force: true });
  }
}
