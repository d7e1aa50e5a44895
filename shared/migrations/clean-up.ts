/** Walks a migration's clean-up ledger from the inside out: its databases, what they shared, what was changed in Azure, the secrets last. */
import { removeSecret } from '../azure/key-vault';
import { MigrationFailure } from '../domain/error-codes';
import type { CleanUpItem, CleanUpKind, DatabaseRecord, MigrationRecord } from '../domain/migration';
import type { Released } from '../engines/engine';
import { engineOf } from '../engines/engines';
import { cleanUpItem, type Fate, isGone, readCleanUp, recordCleanUp, recordFates } from '../state/clean-up-ledger';
import { readDatabases } from '../state/databases';
import { readRecord } from '../state/records';
import { azureAccessOf } from './azure-access';
import { connectionsOf } from './connections';
import { leftOver } from './left-over';
import { restoreParameter } from './logical-replication';
import { closeNetworkPath } from './network-path';

/** True: everything is verified gone. Aborted: what is not done stays in the ledger for the next walk. */
export async function cleanUpMigration(migrationId: string, signal: AbortSignal): Promise<boolean> {
  const done = await within(signal, walk(migrationId));
  return done ?? false;
}

/** What no engine removes, in the order in which it goes: each is still needed by what goes before it. */
const ownKinds = ['serverParameter', 'firewallRule', 'secret'] as const satisfies readonly CleanUpKind[];
type OwnKind = (typeof ownKinds)[number];

const remove: Record<OwnKind, (record: MigrationRecord, item: CleanUpItem) => Promise<'removed' | 'absent'>> = {
  serverParameter: (record, { name, before }) => restoreParameter(record, name, before ?? ''),
  firewallRule: (record, { name }) => closeNetworkPath(record, name),
  secret: (_record, { name }) => removeSecret(name),
};

const isOwnKind = (kind: CleanUpKind): kind is OwnKind => (ownKinds as readonly CleanUpKind[]).includes(kind);

async function walk(migrationId: string): Promise<boolean> {
  const [record, items, databases] = await Promise.all([readRecord(migrationId), readCleanUp(migrationId), readDatabases(migrationId)]);
  await Promise.all(databases.map((database) => releaseDatabase(record, database, items)));
  const isLeft = async (concerns: (item: CleanUpItem) => boolean) =>
    (await readCleanUp(migrationId)).some((item) => concerns(item) && !isGone(item));
  if (await isLeft(({ number }) => number !== undefined)) return false; // what they share, and the passwords, are needed for the next walk
  await tearDown(record, items);
  if (await isLeft(({ kind }) => !isOwnKind(kind))) return false;
  for (const kind of ownKinds) {
    const own = (await readCleanUp(migrationId)).filter((item) => item.kind === kind && !isGone(item));
    await Promise.all(own.map((item) => removeOne(record, item, kind)));
    if (await isLeft((item) => item.kind === kind)) return false;
  }
  return true;
}

/** A database that nothing was created for has nothing to release but its claim. */
async function releaseDatabase(record: MigrationRecord, database: DatabaseRecord, items: CleanUpItem[]): Promise<void> {
  const { migrationId, number, name, overwrite } = database;
  const own = items.filter((item) => item.number === number);
  if (own.every(isGone)) return recordFates(migrationId, [], database);
  const released = await unlessUnreachable(async () => {
    const [connections, azure] = await Promise.all([connectionsOf(record), azureAccessOf(record)]);
    const job = { migrationId, number, database: name, overwrite, azure, ...connections };
    return engineOf(record.request.engine).release(job, own);
  });
  if (released) await recordReleased(migrationId, own, released, database);
}

/** What the engine's `prepare` made for all databases together. */
async function tearDown(record: MigrationRecord, items: CleanUpItem[]): Promise<void> {
  const shared = items.filter(({ number, kind }) => number === undefined && !isOwnKind(kind));
  if (shared.every(isGone)) return;
  const { id: migrationId, request } = record;
  const released = await unlessUnreachable(async () => {
    const azure = await azureAccessOf(record);
    return engineOf(request.engine).tearDown?.({ migrationId, azure }) ?? [];
  });
  if (released) await recordReleased(migrationId, shared, released);
}

async function recordReleased(migrationId: string, own: CleanUpItem[], released: Released[], database?: DatabaseRecord): Promise<void> {
  const fates = new Map<string, Fate>();
  for (const { kind, name, fate, command } of released) {
    const item = cleanUpItem(migrationId, kind, name, database?.number);
    await recordCleanUp(item);
    fates.set(item.key, { key: item.key, fate, command });
  }
  // A thing that the ledger announced and the engine does not speak of was never made.
  for (const { key } of own) if (!fates.has(key)) fates.set(key, { key, fate: 'absent' });
  await recordFates(migrationId, [...fates.values()], database);
}

/** What cannot be removed now is listed with what removes it by hand, and tried again. */
async function removeOne(record: MigrationRecord, item: CleanUpItem, kind: OwnKind): Promise<void> {
  const fate = await unlessUnreachable(() => remove[kind](record, item));
  await recordFates(record.id, [fate ? { key: item.key, fate } : { key: item.key, fate: 'left', command: leftOver(item) }]);
}

/** Undefined: the server or service cannot be reached now, or refuses. Clean-up stays pending, and the reconciler tries again. */
async function unlessUnreachable<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
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
