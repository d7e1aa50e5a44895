/** Puts a thing that should be gone back into the clean-up ledger of a migration that has ended, for the reconciler to remove. */
import { rowKeys } from '../domain/keys';
import type { CleanUpKind, MigrationRecord } from '../domain/migration';
import { cleanUpItem } from './clean-up-ledger';
import { partitionOfMigration, reopenMigration } from './locate';
import { transact } from './transact';
import { recordIn } from './transition';

export async function reopenCleanUp(migrationId: string, kind: CleanUpKind, name: string): Promise<void> {
  const partition = await partitionOfMigration(migrationId);
  await reopenMigration(migrationId, partition); // first: an entry too many in the list of open ones is closed by the reconciler
  await transact(partition, async (rows) => {
    const record = await recordIn(rows, migrationId);
    const item = cleanUpItem(migrationId, kind, name);
    rows.put(rowKeys.cleanUp(migrationId, item.key), item);
    rows.put(rowKeys.record(migrationId), { ...record, cleanup: 'Pending' } satisfies MigrationRecord);
  });
}
