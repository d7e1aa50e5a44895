/** Reads and updates of the migration record outside of its states. */
import { rowKeys } from '../domain/keys';
import type { MigrationRecord, ServerEndpoint, ServerMetadata, ValidationFinding } from '../domain/migration';
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

export interface FoundServer {
  /** Absent: it cannot be connected to. */
  endpoint?: ServerEndpoint;
  metadata?: ServerMetadata;
}

/** Stores what the look at Azure's resources found, and where the servers listen; a migration that has ended stays as it is. */
export async function notePrerequisites(
  migrationId: string,
  findings: ValidationFinding[],
  source: FoundServer,
  target: FoundServer,
): Promise<void> {
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    const record = await recordIn(rows, migrationId);
    if (isTerminal(record.state)) return;
    rows.put(rowKeys.record(migrationId), {
      ...record,
      prerequisites: findings,
      sourceEndpoint: source.endpoint,
      sourceMetadata: source.metadata,
      targetEndpoint: target.endpoint,
      targetMetadata: target.metadata,
    } satisfies MigrationRecord);
  });
}
