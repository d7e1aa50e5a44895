/** Reads one migration with all its rows. */
import { rowKeys, rowPrefixes } from '../domain/keys';
import type { CleanUpItem, DatabaseProgress, DatabaseRecord, MigrationRecord } from '../domain/migration';
import type { WaitRow } from '../domain/waits';
import { keptAnswers } from '../state/kept-answers';
import { findPartition, partitionOf } from '../state/locate';
import { allRows, readRow } from '../state/tables';
import type { MigrationReference, MigrationView } from './types';

const holders = keptAnswers();

/**
 * By target server and name. Migrations that are still being accepted are not found. A migration holds its name until the transaction that marks
 * it as deleted, so that an id that was found before needs no second look at the name.
 */
export async function findMigration({ target, name }: MigrationReference): Promise<MigrationView | undefined> {
  const partition = partitionOf(target);
  const key = rowKeys.name(name);
  const before = holders.get(`${partition} ${key}`);
  const known = before && (await readView(partition, before));
  if (known && !known.record.deletedOn) return known;
  const holder = await readRow<{ migrationId: string }>('migrations', partition, key);
  if (!holder) return undefined;
  holders.set(`${partition} ${key}`, holder.value.migrationId);
  return readView(partition, holder.value.migrationId);
}

/** By id. Deleted migrations are found: their events and report stay (INTERFACES 1). */
export async function findMigrationById(migrationId: string): Promise<MigrationView | undefined> {
  const partition = await findPartition(migrationId);
  return partition === undefined ? undefined : readView(partition, migrationId);
}

/** One range, in which the record comes first: everything that is read after it is at least as new. */
export async function readView(partition: string, migrationId: string): Promise<MigrationView | undefined> {
  const [first, ...rows] = await allRows('migrations', partition, rowPrefixes.view(migrationId));
  if (first?.rowKey !== rowKeys.record(migrationId)) return undefined;
  const record = first.value as MigrationRecord;
  if (record.visibility !== 'Visible') return undefined;
  const of = <T>(prefix: string) => rows.filter(({ rowKey }) => rowKey.startsWith(prefix)).map(({ value }) => value as T);
  const databases = of<DatabaseRecord>(rowPrefixes.databases(migrationId));
  const progress = new Map(rows.map(({ rowKey, value }) => [rowKey, value as DatabaseProgress]));
  return {
    record,
    etag: first.etag,
    databases,
    progress: databases.map(({ number }) => progress.get(rowKeys.progress(migrationId, number))),
    waits: of<WaitRow>(rowPrefixes.waits(migrationId)),
    cleanUp: of<CleanUpItem>(rowPrefixes.cleanUp(migrationId)),
  };
}
