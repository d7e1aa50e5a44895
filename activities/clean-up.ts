/** Removes what the migration created, within its budget; what is left stands in the clean-up ledger, and the reconciler goes on. */
import type { MigrationInput } from '../shared/domain/durable-names';
import { cleanupBudgetMs } from '../shared/domain/limits';
import { cleanUpMigration } from '../shared/migrations/clean-up';
import { readRecord } from '../shared/state/records';

export async function cleanUp({ migrationId }: MigrationInput): Promise<{ complete: boolean }> {
  const { request } = await readRecord(migrationId);
  return { complete: await cleanUpMigration(migrationId, AbortSignal.timeout(cleanupBudgetMs[request.engine])) };
}
