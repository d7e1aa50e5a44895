/** How a migration ends, from what its rows say. */
import { type MigrationError, migrationError } from '../domain/error-codes';
import type { DatabaseRecord, MigrationRecord } from '../domain/migration';
import type { TerminalState } from '../domain/states';

export interface Verdict {
  outcome: TerminalState;
  reason?: MigrationError;
}

/** Databases that were cancelled one by one do not count, unless they were all. `error`: what the flow failed with. */
export function verdictOn(
  { request, validation }: MigrationRecord,
  databases: DatabaseRecord[],
  error: MigrationError | undefined,
): Verdict {
  if (error)
    return {
      outcome: request.migrationOption === 'Validate' && validation?.status === 'Failed' ? 'ValidationFailed' : 'Failed',
      reason: error,
    };
  const wanted = databases.filter(({ state, cancelRequestedOn }) => state !== 'Canceled' || !cancelRequestedOn);
  if (databases.length && !wanted.length) return { outcome: 'Canceled' };
  if (request.migrationOption === 'Validate') return { outcome: 'Succeeded' };
  const unfinished = wanted.filter(({ state }) => state !== 'Succeeded');
  if (!unfinished.length) return { outcome: 'Succeeded' };
  const failures = unfinished.map(({ name, error: reason }) => `${name}: ${reason ? `${reason.code}: ${reason.message}` : 'not finished'}`);
  const only = wanted.length === 1 ? unfinished[0]?.error : undefined;
  const message = `${unfinished.length} of ${wanted.length} databases failed. ${failures.join(' ')}`;
  return { outcome: 'Failed', reason: only ?? migrationError('DATABASE_FAILED', message) };
}
