// When a unit of work is begun again, and when not any more.
import { fail, type MigrationFailure } from '../../domain/error-codes';
import { WireError } from '../../postgres/wire-error';
import type { Ledger } from './ledger';

/** A unit is begun again only after a crash or a lost connection; five in the same unit are no coincidence. */
const maxAttempts = 5;

/** Counts, as `insertAttempts` does in the ledger, that units are about to begin. `object` names them. */
export function countAttempt({ attempts }: Ledger, keys: string[], object: string): void {
  for (const key of keys) {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    if (attempt > maxAttempts) throw tooManyAttempts(object);
  }
}

function tooManyAttempts(object: string): MigrationFailure {
  return fail(
    'COPY_FAILED',
    `${object} was begun ${maxAttempts} times, and each time the connection or this service ended before it was done.`,
    { objects: [object] },
  );
}

/** The ledger refused the unit: another session has committed it, or has begun the table that it is a part of anew. */
export function isUnitTaken(error: unknown): boolean {
  if (!(error instanceof WireError)) return false;
  const { code, constraint } = error;
  return (code === '23505' && constraint === 'unit_pkey') || (code === '23503' && constraint === 'unit_attempt_fkey');
}
