/** Switches logical replication on at the source, which restarts it, and waits until it answers. */
import type { DrivenAnswer, MigrationInput } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { setUpReplication as setUp } from '../shared/migrations/logical-replication';
import { isStopped, readControl } from '../shared/state/control-row';
import { readRecord } from '../shared/state/records';

export async function setUpReplication({ migrationId }: MigrationInput): Promise<DrivenAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  try {
    return await setUp(await readRecord(migrationId));
  } catch (error) {
    if (error instanceof MigrationFailure) return { kind: 'failed', error: error.error };
    throw error;
  }
}
