// What every part of one `advance` call shares: the job, its names, when to stop, and how sessions are opened.
import { fail } from '../../domain/error-codes';
import { applicationName, ledgerSchema, replacedDatabaseName, type SessionPurpose, temporaryDatabaseName } from '../../domain/names';
import { type CatalogSession, openCatalogSession } from '../../postgres/catalog-session';
import type { ConnectOptions } from '../../postgres/connect';
import { isSnapshotGone } from '../../postgres/passing-errors';
import { quoteIdentifier } from '../../postgres/quote';
import { readerSettings, writerSettings } from '../../postgres/session-settings';
import { openWire, type Wire } from '../../postgres/wire';
import type { Advance, DatabaseJob, DatabaseReport, EngineContext } from '../engine';
import { patiently } from './patiently';
import type { Slice } from './slice';

export interface Names {
  /** Unquoted names of databases on the target. */
  temporary: string;
  replaced: string;
  final: string;
  /** Quoted name of the ledger's schema. */
  ledger: string;
  /** The same, unquoted. */
  ledgerSchema: string;
}

export interface Work {
  job: DatabaseJob;
  names: Names;
  /** Aborted by a cancel, by the loss of the lock, and when another part failed: every session ends at once. */
  signal: AbortSignal;
  abort(reason: unknown): void;
  context: EngineContext;
  /** Set once there is something to tell: the report of a database that ends with this error. */
  failedReport?: (error: unknown) => DatabaseReport;
  /** Brings the rows of tables where our own COPY does not: called when the tables are there. */
  bringRows?: BringRows;
  /** Set with it: shows that the work stands still until there is room on the target. */
  waitsForRoom?: () => void;
}

/** The slice ends and is to be gone on with later. Undefined: what the ledger does not have is for our own COPY to bring. */
export type Waiting = Extract<Advance, { kind: 'notYet' }> | undefined;
/** `target` is open in the temporary database. */
export type BringRows = (slice: Slice, target: Wire) => Promise<Waiting>;

/** As much as opening a session needs. */
export interface Sessions extends Pick<Work, 'job' | 'signal'> {
  /** How long a server that is away is waited for; default: as long as a fail-over takes. */
  patienceMs?: number;
}

export function namesOf({ migrationId, number, database }: DatabaseJob): Names {
  const schema = ledgerSchema(migrationId);
  return {
    temporary: temporaryDatabaseName(migrationId, number),
    replaced: replacedDatabaseName(migrationId, number),
    final: database,
    ledger: quoteIdentifier(schema),
    ledgerSchema: schema,
  };
}

/** Runs parts side by side; the first failure stops the others, and is thrown when all have ended. */
export async function together(work: Work, parts: Promise<unknown>[]): Promise<void> {
  let failure: { error: unknown } | undefined;
  const stopOthers = (error: unknown) => {
    failure ??= { error };
    work.abort(error);
  };
  await Promise.all(parts.map((part) => part.catch(stopOthers)));
  if (failure) throw failure.error;
}

/** A session that writes on the target; waits a while for a server that restarts. */
export function openTarget(work: Sessions, database: string, purpose: SessionPurpose): Promise<Wire> {
  const open = async () => prepared(await openWire(work.job.target, options(work, database, purpose)), writerSettings);
  return patiently(work.signal, open, work.patienceMs);
}

/** A reader of the source within the given snapshot. One that is gone does not come back by waiting: the next slice takes another. */
export async function openSource(work: Work, snapshot: string): Promise<Wire> {
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

export function openTargetCatalog(work: Work, database: string): Promise<CatalogSession> {
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
