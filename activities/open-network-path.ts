/** Opens the way from this service to both servers, and says whether it is open. */
import type { DrivenAnswer, MigrationInput } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { failedPreflight } from '../shared/migrations/failed-preflight';
import { openNetworkPath as open } from '../shared/migrations/network-path';
import { isStopped, readControl } from '../shared/state/control-row';
import { readRecord } from '../shared/state/records';

export async function openNetworkPath({ migrationId }: MigrationInput): Promise<DrivenAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  try {
    return await open(await readRecord(migrationId));
  } catch (error) {
    if (error instanceof MigrationFailure) return failedPreflight(migrationId, error.error);
    throw error;
  }
}
