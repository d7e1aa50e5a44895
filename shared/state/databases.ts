/** The rows `r|id|d|n` and `r|id|p|n`: one database's state, which only moves up in rank, and its progress, which has a single writer. */
import type { MigrationError } from '../domain/error-codes';
import { databaseChanged } from '../domain/events';
import { rowKeys, rowPrefixes } from '../domain/keys';
import type { DatabaseProgress, DatabaseRecord, MigrationRecord } from '../domain/migration';
import { type DatabaseState, databaseStateRank, isDatabaseEnd } from '../domain/states';
import { partitionOfMigration } from './locate';
import { allRows, readRow, writeRow } from './tables';
import { type Rows, transact } from './transact';
import { appendEvent, recordIn } from './transition';

/** All databases of a migration inside a transaction, by number. */
export async function databasesIn(rows: Rows, record: MigrationRecord): Promise<DatabaseRecord[]> {
  const found = await Promise.all(
    record.request.databases.map((_, number) => rows.get<DatabaseRecord>(rowKeys.database(record.id, number))),
  );
  return found.filter((database) => database !== undefined);
}

export async function readDatabases(migrationId: string): Promise<DatabaseRecord[]> {
  const rows = await allRows<DatabaseRecord>('migrations', await partitionOfMigration(migrationId), rowPrefixes.databases(migrationId));
  return rows.map(({ value }) => value);
}

export async function readDatabase(migrationId: string, number: number): Promise<DatabaseRecord> {
  const row = await readRow<DatabaseRecord>('migrations', await partitionOfMigration(migrationId), rowKeys.database(migrationId, number));
  if (!row) throw new Error(`Migration ${migrationId} has no database ${number}.`);
  return row.value;
}

/** Puts a database into a state, with its event, if that state ranks higher than the present one. Returns the record after it. */
export function enterDatabase(
  rows: Rows,
  record: MigrationRecord,
  database: DatabaseRecord,
  state: DatabaseState,
  now: Date,
  error?: MigrationError,
): MigrationRecord {
  if (databaseStateRank[state] <= databaseStateRank[database.state]) return record;
  const at = now.toISOString();
  const next: DatabaseRecord = {
    ...database,
    state,
    startedOn: database.startedOn ?? at,
    ...(isDatabaseEnd(state) ? { endedOn: at } : {}),
    error,
  };
  rows.put(rowKeys.database(record.id, database.number), next);
  return appendEvent(rows, record, now, databaseChanged(next, database.state));
}

export async function setDatabaseState(migrationId: string, number: number, state: DatabaseState, error?: MigrationError): Promise<void> {
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    const database = await rows.get<DatabaseRecord>(rowKeys.database(migrationId, number));
    if (database) enterDatabase(rows, await recordIn(rows, migrationId), database, state, new Date(), error);
  });
}

export async function writeProgress(migrationId: string, number: number, progress: DatabaseProgress): Promise<void> {
  await writeRow('migrations', await partitionOfMigration(migrationId), rowKeys.progress(migrationId, number), progress);
}

/** Takes back what was approved for databases that the target no longer has: there is nothing to replace. */
export async function clearOverwrites(migrationId: string, databases: DatabaseRecord[]): Promise<void> {
  if (!databases.length) return;
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    for (const { number } of databases) {
      const key = rowKeys.database(migrationId, number);
      const database = await rows.get<DatabaseRecord>(key);
      if (database) rows.put(key, { ...database, overwrite: undefined });
    }
  });
}

/** By number of the database. */
export async function readProgress(migrationId: string): Promise<(DatabaseProgress | undefined)[]> {
  const rows = await allRows<DatabaseProgress>('migrations', await partitionOfMigration(migrationId), rowPrefixes.progress(migrationId));
  const progress: (DatabaseProgress | undefined)[] = [];
  for (const { rowKey, value } of rows) progress[Number(rowKey.slice(rowKey.lastIndexOf('|') + 1))] = value;
  return progress;
}
