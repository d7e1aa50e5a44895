/** Walks a migration's clean-up ledger: each database's things through its engine, then the secrets, which the engines need until then. */
import { removeSecret } from '../azure/key-vault';
import { MigrationFailure } from '../domain/error-codes';
import type { CleanUpItem, DatabaseRecord } from '../domain/migration';
import { directEngine } from '../engines/direct';
import type { Released } from '../engines/engine';
import { cleanUpItem, type Fate, isGone, readCleanUp, recordCleanUp, recordFates } from '../state/clean-up-ledger';
import { readDatabases } from '../state/databases';
import { readRecord } from '../state/records';
import { connectionsOf } from './connections';

/** True: everything is verified gone. Aborted: what is not done stays in the ledger for the next walk. */
export async function cleanUpMigration(migrationId: string, signal: AbortSignal): Promise<boolean> {
  const done = await within(signal, walk(migrationId));
  return done ?? false;
}

async function walk(migrationId: string): Promise<boolean> {
  const [items, databases] = await Promise.all([readCleanUp(migrationId), readDatabases(migrationId)]);
  await Promise.all(databases.map((database) => releaseDatabase(database, items)));
  const left = (await readCleanUp(migrationId)).filter((item) => !isGone(item));
  if (left.some(({ kind }) => kind !== 'secret')) return false; // the passwords are needed for the next walk
  for (const { key, name } of left) await recordFates(migrationId, [{ key, fate: await removeSecret(name) }]);
  return true;
}

/** A database that nothing was created for has nothing to release but its claim. */
async function releaseDatabase(database: DatabaseRecord, items: CleanUpItem[]): Promise<void> {
  const { migrationId, number } = database;
  const own = items.filter((item) => item.number === number);
  if (own.every(isGone)) return recordFates(migrationId, [], database);
  const released = await releasedByEngine(database);
  if (!released) return;
  const fates = new Map<string, Fate>();
  for (const { kind, name, fate, command } of released) {
    const item = cleanUpItem(migrationId, kind, name, number);
    await recordCleanUp(item);
    fates.set(item.key, { key: item.key, fate, command });
  }
  // A thing that the ledger announced and the engine does not speak of was never made.
  for (const { key } of own) if (!fates.has(key)) fates.set(key, { key, fate: 'absent' });
  await recordFates(migrationId, [...fates.values()], database);
}

/** Undefined: the server cannot be reached now. Its rows stay as they are, clean-up stays pending, and the reconciler tries again. */
async function releasedByEngine({ migrationId, number, name, overwrite }: DatabaseRecord): Promise<Released[] | undefined> {
  try {
    const connections = await connectionsOf(await readRecord(migrationId));
    return await directEngine.release({ migrationId, number, database: name, overwrite, ...connections });
  } catch (error) {
    if (error instanceof MigrationFailure) return undefined;
    throw error;
  }
}

/** Undefined when the signal came first; the work goes on, and what it stores counts. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
