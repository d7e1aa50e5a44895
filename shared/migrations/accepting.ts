/** What happens to a PUT that was never finished: it is given up, and everything it made is removed (DESIGN 3, Accepting). */
import { removeSecret } from '../azure/key-vault';
import { rowKeys } from '../domain/keys';
import type { MigrationRecord } from '../domain/migration';
import { type Claim, readCleanUp, recordFates } from '../state/clean-up-ledger';
import { closeMigration, partitionOfMigration } from '../state/locate';
import { transact } from '../state/transact';

/** Removes a migration's secrets, as its clean-up ledger lists them, and notes their fate. */
export async function removeSecrets(migrationId: string): Promise<void> {
  for (const { key, kind, name } of await readCleanUp(migrationId)) {
    if (kind !== 'secret') continue;
    await recordFates(migrationId, [{ key, fate: await removeSecret(name) }]);
  }
}

/** Marks it first, so that the PUT cannot make it visible any more; then removes secrets, claims and name. */
export async function abandonMigration(migrationId: string): Promise<void> {
  const partition = await partitionOfMigration(migrationId);
  const record = await transact(partition, async (rows) => {
    const found = await rows.get<MigrationRecord>(rowKeys.record(migrationId));
    if (found?.visibility !== 'Accepting') return found;
    const abandoned: MigrationRecord = { ...found, visibility: 'Abandoned' };
    rows.put(rowKeys.record(migrationId), abandoned);
    return abandoned;
  });
  if (record?.visibility === 'Visible') return;
  if (record) {
    await removeSecrets(migrationId);
    await transact(partition, async (rows) => {
      const name = await rows.get<{ migrationId: string }>(rowKeys.name(record.name));
      if (name?.migrationId === migrationId) rows.remove(rowKeys.name(record.name));
      const list = rowKeys.list(new Date(record.createdOn), migrationId);
      if (await rows.get(list)) rows.remove(list);
      for (const database of record.request.databases) {
        const claim = await rows.get<Claim>(rowKeys.claim(database));
        if (claim?.migrationId === migrationId) rows.remove(rowKeys.claim(database));
      }
    });
  }
  await closeMigration(migrationId);
}
