// Opens the sessions of one `advance` or `release` call on both servers.
import { fail } from '../../domain/error-codes';
import { applicationName, type SessionPurpose } from '../../domain/names';
import { type CatalogSession, openCatalogSession } from '../../postgres/catalog-session';
import type { ConnectOptions } from '../../postgres/connect';
import { isSnapshotGone } from '../../postgres/passing-errors';
import { readerSettings, writerSettings } from '../../postgres/session-settings';
import { openWire, type Wire } from '../../postgres/wire';
import type { DatabaseJob } from '../engine';
import { patiently } from './patiently';

/** As much as opening a session needs. */
export interface Sessions {
  job: DatabaseJob;
  /** Aborted when the call is to end: every session ends at once. */
  signal: AbortSignal;
  /** How long a server that is away is waited for; default: as long as a fail-over takes. */
  patienceMs?: number;
}

/** A session that writes on the target; waits a while for a server that restarts. */
export function openTarget(work: Sessions, database: string, purpose: SessionPurpose): Promise<Wire> {
  const open = async () => prepared(await openWire(work.job.target, options(work, database, purpose)), writerSettings);
  return patiently(work.signal, open, work.patienceMs);
}

/** A reader of the source within the given snapshot. One that is gone does not come back by waiting: the next slice takes another. */
export async function openSource(work: Sessions, snapshot: string): Promise<Wire> {
  const open = async () => prepared(await openWire(work.job.source, options(work, work.job.database, 'copy')), readerSettings);
  const wire = await patiently(work.signal, open);
  try {
    return await prepared(wire, `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${snapshot}'`);
  } catch (error) {
    throw isSnapshotGone(error)
      ? fail('CONNECTION_LOST', 'The session that held the snapshot of the source has ended.', { cause: error })
      : error;
  }
}

export function openSourceCatalog(work: Sessions): Promise<CatalogSession> {
  const open = () => openCatalogSession(work.job.source, options(work, work.job.database, 'check'));
  return patiently(work.signal, open, work.patienceMs);
}

export function openTargetCatalog(work: Sessions, database: string): Promise<CatalogSession> {
  return patiently(work.signal, () => openCatalogSession(work.job.target, options(work, database, 'check')));
}

function options({ job, signal }: Sessions, database: string, purpose: SessionPurpose): ConnectOptions {
  return { database, applicationName: applicationName(job.migrationId, job.number, purpose), signal };
}

async function prepared(wire: Wire, ...queries: string[]): Promise<Wire> {
  try {
    for (const sql of queries) await wire.query(sql);
    return wire;
  } catch (error) {
    wire.destroy();
    throw error;
  }
}
