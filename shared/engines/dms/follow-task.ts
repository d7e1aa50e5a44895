// Looks at a task that runs: tells how far it is, and tells it to complete when every row is on the target. Opens neither catalogue nor dump.
import { completeDmsDatabase, findDmsTask } from '../../azure/dms-tasks';
import { MigrationFailure } from '../../domain/error-codes';
import type { Wire } from '../../postgres/wire';
import { readFact } from '../direct/ledger';
import { openSourceCatalog, openTarget, type Sessions } from '../direct/sessions';
import { namesOf } from '../direct/work';
import type { Advance, DatabaseJob, EngineContext } from '../engine';
import { dmsTablesFact } from './ledger-facts';
import { loadProgress, type SizedTable } from './load-progress';
import { memoryOf } from './migrate-task';
import { type DmsPlace, isOurs, lookAgainMs, taskOf } from './place';
import { type DatabaseLoad, readLoad } from './read-load';
import { slotsSince } from './replication-slots';

/** When told to complete, a database without changes is complete at once. */
const completesWithinMs = 1_000;

/** Undefined: there is more to do than to wait, or nobody knows without a look at both servers. */
export async function followTask(
  job: DatabaseJob,
  context: EngineContext,
  place: DmsPlace,
): Promise<Extract<Advance, { kind: 'notYet' }> | undefined> {
  const id = taskOf(place, job.number);
  const task = await findDmsTask(place.identity, id);
  if (!task?.isRunning || !isOurs(place, task.properties.clientData)) return undefined;
  const load = readLoad(task.properties, job.database);
  const sessions: Sessions = { job, signal: context.signal };
  if (!(await tellProgress(sessions, context, load))) return undefined;
  await announceSlots(sessions, context, memoryOf(task.properties).slotsBefore);
  if (load.isInitialized && load.incomingChanges > 0) return undefined; // somebody writes to the source: the frame says who, or waits on
  if (load.state === 'READY_TO_COMPLETE' && !load.isCompleting) {
    await completeDmsDatabase(place.identity, id, job.database);
    return { kind: 'notYet', retryAfterMs: completesWithinMs };
  }
  return { kind: 'notYet', retryAfterMs: lookAgainMs(task.properties.clientData) };
}

/** False: the database that is filled is gone. */
async function tellProgress(sessions: Sessions, { report }: EngineContext, load: DatabaseLoad): Promise<boolean> {
  const { temporary, ledgerSchema } = namesOf(sessions.job);
  let target: Wire;
  try {
    target = await openTarget(sessions, temporary, 'check');
  } catch (error) {
    if (error instanceof MigrationFailure && error.error.code === 'SOURCE_DATABASE_MISSING') return false; // of either server (3D000)
    throw error;
  }
  try {
    const tables = await readFact<SizedTable[]>(target, ledgerSchema, dmsTablesFact);
    if (tables) report(loadProgress(tables, load));
    return true;
  } finally {
    target.end();
  }
}

/** The service names them itself, and leaves them behind if its task is lost before we come back to it. */
async function announceSlots(sessions: Sessions, { willCreate }: EngineContext, before: readonly string[]): Promise<void> {
  const source = await openSourceCatalog(sessions);
  try {
    for (const name of await slotsSince(source, before)) await willCreate({ kind: 'replicationSlot', name });
  } finally {
    await source.end();
  }
}
