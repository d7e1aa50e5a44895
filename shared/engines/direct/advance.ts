// Moves one database on: takes the lock, looks where it stands, loads it for a slice, and puts it in place when it is complete.
import { setMaxListeners } from 'node:events';
import { fail, type MigrationError, MigrationFailure, migrationError } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { isPassingConflict } from '../../postgres/passing-errors';
import { describeError } from '../../postgres/server-message';
import type { Advance, DatabaseJob, EngineContext } from '../engine';
import { awaitRoom, isDiskFull } from './disk-full';
import { endBackends } from './end-backends';
import { endSessionsOfJob } from './end-sessions-of-job';
import { tryAgain } from './interruptions';
import { acquireLock, type LockSession, lockDatabase } from './lock-session';
import { findPlace, readDatabases } from './place';
import { dropReplaced, putInPlace } from './put-in-place';
import { runSlice } from './run-slice';
import { openTarget } from './sessions';
import { type BringRows, namesOf, type Work } from './work';

/** Node warns of a leak beyond this many listeners of one signal: each session has some. */
const sessionsAtMost = 100;

const canceled: Advance = { kind: 'ended', state: 'Canceled' };

/** Never throws: what went wrong is in the answer. `bringRows`: of an engine that has them brought by somebody else. */
export async function advance(job: DatabaseJob, context: EngineContext, bringRows?: BringRows): Promise<Advance> {
  if (context.signal.aborted) return canceled;
  let lock: LockSession | undefined;
  try {
    refuseMaintenanceDatabase(job);
    lock = await acquireLock({ job, signal: context.signal });
    if (!lock) return { kind: 'notYet' };
    return await advanceLocked({ job, context, bringRows }, lock);
  } catch (error) {
    if (context.signal.aborted) return canceled;
    return { kind: 'ended', state: 'Failed', error: reasonOf(error) };
  } finally {
    await lock?.release();
  }
}

async function advanceLocked(given: Pick<Work, 'job' | 'context' | 'bringRows'>, { lost }: LockSession): Promise<Advance> {
  const { job, context } = given;
  const stop = new AbortController();
  setMaxListeners(sessionsAtMost, stop.signal);
  const stopBecause = (signal: AbortSignal) => () => stop.abort(signal.reason);
  const follow = [context.signal, lost].map((signal) => ({ signal, listener: stopBecause(signal) }));
  for (const { signal, listener } of follow) signal.addEventListener('abort', listener, { once: true });
  const work: Work = { ...given, names: namesOf(job), signal: stop.signal, abort: (reason) => stop.abort(reason) };
  try {
    return await load(work);
  } catch (error) {
    stop.abort(error);
    if (lost.aborted) return { kind: 'notYet' };
    const again = !context.signal.aborted && mayPass(error) ? await tryAgain(job) : undefined;
    if (again) return again;
    await endSessionsOfJob(job);
    if (context.signal.aborted) return canceled;
    const reason = isDiskFull(error) ? await awaitRoom(job, error) : reasonOf(error);
    if ('kind' in reason) {
      work.waitsForRoom?.();
      return reason;
    }
    return { kind: 'ended', state: 'Failed', error: reason, report: work.failedReport?.(error) };
  } finally {
    for (const { signal, listener } of follow) signal.removeEventListener('abort', listener);
  }
}

async function load(work: Work): Promise<Advance> {
  const { job, context } = work;
  const admin = await openTarget(work, lockDatabase, 'check');
  try {
    await endBackends(admin, job, ['copy', 'check']); // of a call before us that crashed; its index builds may finish
    const place = await findPlace(work, await readDatabases(admin, work));
    if (place.kind === 'inPlace') {
      await dropReplaced(work, admin);
      return { kind: 'ended', state: 'Succeeded', report: place.report };
    }
    if (!(await context.isWanted())) return canceled;
    const outcome = await runSlice(work, admin, place);
    if (outcome.kind !== 'loaded') return outcome;
    if (!(await context.isWanted())) return canceled;
    await putInPlace(work, admin);
    outcome.progress.phase('done');
    return { kind: 'ended', state: 'Succeeded', report: outcome.report };
  } finally {
    admin.end();
  }
}

/** `postgres` is the database that we are connected to while others are renamed, and the one that PostgreSQL itself expects. */
function refuseMaintenanceDatabase({ database }: DatabaseJob): void {
  if (database !== lockDatabase) return;
  throw fail('OBJECT_NOT_SUPPORTED', `Database '${lockDatabase}' cannot be renamed, so this engine cannot put a loaded one in its place.`, {
    objects: [database],
    hint: 'Move the objects into a database of another name on the source, then create a new migration.',
  });
}

/** Another try may succeed: the connection broke, or a conflict with a session that is gone by then. Attempts are counted in the ledger. */
function mayPass(error: unknown): boolean {
  return isConnectionLoss(error) || isPassingConflict(error);
}

function reasonOf(error: unknown): MigrationError {
  return error instanceof MigrationFailure ? error.error : migrationError('INTERNAL_ERROR', describeError(error));
}
