/** Looks at both servers before anything moves: all findings at once, then whether a person has to decide about databases that exist already. */
import type { PreflightAnswer, PreflightInput } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { failedPreflight } from '../shared/migrations/failed-preflight';
import { preflight } from '../shared/migrations/preflight';
import { isStopped, readControl } from '../shared/state/control-row';

export async function runPreflight({ migrationId }: PreflightInput): Promise<PreflightAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  try {
    return await preflight(migrationId);
  } catch (error) {
    if (error instanceof MigrationFailure) return failedPreflight(migrationId, error.error);
    throw error;
  }
}
