// Ends whatever sessions a stopped job left on both servers: a broken socket alone would let a running index build go on.
import { MigrationFailure } from '../../domain/error-codes';
import { applicationName, type SessionPurpose } from '../../domain/names';
import { openWire, type Wire } from '../../postgres/wire';
import type { DatabaseJob, ServerConnection } from '../engine';
import { endBackends } from './end-backends';
import { lockDatabase } from './lock-session';

/** A server that can't be reached now is left alone: its backends end with their sockets, and `release` looks again. */
export async function endSessionsOfJob(job: DatabaseJob): Promise<void> {
  await Promise.all([
    endOn(job, job.target, lockDatabase, ['copy', 'index', 'check']),
    endOn(job, job.source, job.database, ['copy', 'check']),
  ]);
}

/** Whoever waits for a cancel waits for this. */
const connectTimeoutMs = 2_000;

async function endOn(job: DatabaseJob, server: ServerConnection, database: string, purposes: SessionPurpose[]): Promise<void> {
  let wire: Wire | undefined;
  try {
    const name = applicationName(job.migrationId, job.number, 'check');
    wire = await openWire(server, { database, applicationName: name, connectTimeoutMs });
    await endBackends(wire, job, purposes);
  } catch (error) {
    if (!(error instanceof MigrationFailure)) throw error;
  } finally {
    wire?.end();
  }
}
