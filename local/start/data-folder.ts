// The folder that holds everything of one local stack: recognised by a marker, used by one start at a time.
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FolderLock, lockFolder } from '../processes/folder-lock';

const marker = '.pg-flex-migrator';
const lockName = 'start.lock';

/** Makes the folder if needed and locks it. Refuses one with other people's content, and one that a running start uses. */
export async function claimDataFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is not a folder. Choose another one with --data.`);
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(marker)) {
    throw new Error(`${folder} is not empty and was not made by npm start. Choose another folder with --data.`);
  }
  await writeFile(join(folder, marker), 'Made by npm start of pg-flex-migrator; npm start -- --fresh deletes what is in this folder.\n');
  const { lock, heldBy } = await lockFolder(folder, lockName);
  if (lock) return lock;
  throw new Error(`npm start runs already on ${folder} (process ${heldBy.pid}). End it first, or choose another folder with --data.`);
}

/** Deletes everything but marker and lock. Only for a claimed folder whose processes have ended. */
export async function emptyDataFolder(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== marker && !name.startsWith(`${lockName}.`));
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
