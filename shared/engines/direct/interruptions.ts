// Counts the slices of a database that a broken connection ended, so that one that breaks for ever comes to an end.
import { MigrationFailure } from '../../domain/error-codes';
import { applicationName } from '../../domain/names';
import { openWire, type Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import type { Advance, DatabaseJob } from '../engine';
import { backOffMs } from './back-off';
import { countAttempts } from './ledger';
import { interruptionsKey } from './ledger-keys';
import { namesOf } from './work';

/** A unit gives up after five attempts (attempts.ts); this bounds what is no unit: reading the catalogue, comparing, the swap. */
const maxInterruptions = 20;
const connectTimeoutMs = 2_000;

/** The first ones pass at once: a deadlock, a session that somebody ended. Later ones may be a server that fails over again and again. */
const between = { firstMs: 500, longestMs: 15_000 };

/** `notYet`, or undefined when it happened too often. Where the target itself is away, the next call waits for it, for a limited time. */
export async function tryAgain(job: DatabaseJob): Promise<Extract<Advance, { kind: 'notYet' }> | undefined> {
  const names = namesOf(job);
  let wire: Wire | undefined;
  try {
    const name = applicationName(job.migrationId, job.number, 'copy');
    wire = await openWire(job.target, { database: names.temporary, applicationName: name, connectTimeoutMs });
    const count = await countAttempts(wire, names.ledger, [interruptionsKey]);
    return count <= maxInterruptions ? { kind: 'notYet', retryAfterMs: backOffMs(count, between) } : undefined;
  } catch (error) {
    if (error instanceof MigrationFailure || error instanceof WireError) return { kind: 'notYet' }; // no ledger yet, or the target is away
    throw error;
  } finally {
    wire?.end();
  }
}
