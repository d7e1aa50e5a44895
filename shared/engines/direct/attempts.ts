// When a unit of work is begun again, and when not any more.
import { fail } from '../../domain/error-codes';
import { WireError } from '../../postgres/wire-error';

/** A unit is begun again only after a crash or a lost connection; five in the same unit are no coincidence. */
const maxAttempts = 5;

export function requireAttemptsLeft(attempt: number, object: string): void {
  if (attempt <= maxAttempts) return;
  throw fail(
    'COPY_FAILED',
    `${object} was begun ${maxAttempts} times, and each time the connection or this service ended before it was done.`,
    {
      objects: [object],
    },
  );
}

/** The ledger's primary key refused the unit: another session has committed it. */
export function isUnitTaken(error: unknown): boolean {
  return error instanceof WireError && error.code === '23505' && error.constraint === 'unit_pkey';
}
