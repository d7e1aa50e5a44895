// Counts the slices of a database that a broken connection ended, so that one that breaks for ever comes to an end.
import { MigrationFailure } from '../../domain/error-codes';
import { applicationName } from '../../domain/names';
import { openWire, type Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import type { DatabaseJob } from '../engine';
import { countAttempts } from './ledger';
import { interruptionsKey } from './ledger-keys';
import { namesOf } from './work';

/** A unit gives up after five attempts (attempts.ts); this bounds what is no unit: reading the catalogue, comparing, the swap. */
const maxInterruptions = 20;
const connectTimeoutMs = 2_000;

/** Where the target itself is away, the next call waits for it, for a limited time. */
export async function mayTryAgain(job: DatabaseJob): Promise<boolean> {
  const names = namesOf(job);
  let wire: Wire | undefined;
  try {
    const name = applicationName(job.migrationId, job.number, 'copy');
    wire = await openWire(job.target, { database: names.temporary, applicationName: name, connectTimeoutMs });
    return (await countAttempts(wire, names.ledger, [interruptionsKey])) <= maxInterruptions;
  } catch (error) {
    if (error instanceof MigrationFailure || error instanceof WireError) return true; // no ledger yet, or the target is away
    throw error;
  } finally {
    wire?.end();
  }
}
