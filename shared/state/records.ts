/** Reads and updates of the migration record outside of its states. */
import { rowKeys } from '../domain/keys';
import type { MigrationRecord } from '../domain/migration';
import { isTerminal } from '../domain/states';
import { partitionOfMigration } from './locate';
import { readRow } from './tables';
import { transact } from './transact';
import { recordIn } from './transition';

export async function readRecord(migrationId: string): Promise<MigrationRecord> {
  const row = await readRow<MigrationRecord>('migrations', await partitionOfMigration(migrationId), rowKeys.record(migrationId));
  if (!row) throw new Error(`Migration ${migrationId} has no record.`);
  return row.value;
}

/** Stores facts that were found out; a migration that has ended stays as it is. */
export async function noteFacts(
  migrationId: string,
  facts: Partial<Pick<MigrationRecord, 'sourceEndpoint' | 'targetEndpoint' | 'warnings'>>,
): Promise<void> {
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    const record = await recordIn(rows, migrationId);
    if (!isTerminal(record.state)) rows.put(rowKeys.record(migrationId), { ...record, ...facts });
  });
}
