/** Reads one migration with all its rows. */
import { rowKeys, rowPrefixes } from '../domain/keys';
import type { CleanUpItem, DatabaseProgress, DatabaseRecord, MigrationRecord } from '../domain/migration';
import type { WaitRow } from '../domain/waits';
import { findPartition, partitionOf } from '../state/locate';
import { allRows, readRow } from '../state/tables';
import type { MigrationReference, MigrationView } from './types';

/** By target server and name. Migrations that are still being accepted are not found. */
export async function findMigration({ target, name }: MigrationReference): Promise<MigrationView | undefined> {
  const partition = partitionOf(target);
  const id = await readRow<{ migrationId: string }>('migrations', partition, rowKeys.name(name));
  return id === undefined ? undefined : readView(partition, id.value.migrationId);
}

/** By id. Deleted migrations are found: their events and report stay (INTERFACES 1). */
export async function findMigrationById(migrationId: string): Promise<MigrationView | undefined> {
  const partition = await findPartition(migrationId);
  return partition === undefined ? undefined : readView(partition, migrationId);
}

/** The record is read first: everything that is read after it is at least as new. */
export async function readView(partition: string, migrationId: string): Promise<MigrationView | undefined> {
  const record = await readRow<MigrationRecord>('migrations', partition, rowKeys.record(migrationId));
  if (record?.value.visibility !== 'Visible') return undefined;
  const read = <T>(prefix: string) => allRows<T>('migrations', partition, prefix);
  const [databases, progress, waits, cleanUp] = await Promise.all([
    read<DatabaseRecord>(rowPrefixes.databases(migrationId)),
    read<DatabaseProgress>(rowPrefixes.progress(migrationId)),
    read<WaitRow>(rowPrefixes.waits(migrationId)),
    read<CleanUpItem>(rowPrefixes.cleanUp(migrationId)),
  ]);
  return {
    record: record.value,
    etag: record.etag,
    databases: databases.map(({ value }) => value),
    progress: databases.map(({ value }) => progress.find(({ rowKey }) => rowKey === rowKeys.progress(migrationId, value.number))?.value),
    waits: waits.map(({ value }) => value),
    cleanUp: cleanUp.map(({ value }) => value),
  };
}
