// Removes what the engine created for a database of a migration, and looks whether it is gone.
import type { DatabaseJob, Released } from '../engine';
import { endSessionsOfJob } from './end-sessions-of-job';
import { lockDatabase } from './lock-session';
import { removeDatabases } from './remove-databases';
import { removeLedger } from './remove-ledger';
import { openTarget } from './sessions';
import { takeOverLock } from './take-over-lock';
import { namesOf } from './work';

/** Within the clean-up's budget; the reconciler tries again (DESIGN 3). */
const patienceMs = 10_000;

/**
 * Safe to repeat, and while an `advance` still runs: it is ended. Throws a MigrationFailure when the target can't be reached: then nothing is
 * known, and somebody has to try again.
 */
export async function release(job: DatabaseJob): Promise<Released[]> {
  const sessions = { job, signal: new AbortController().signal, patienceMs }; // nothing stops a clean-up
  const lock = await takeOverLock(sessions);
  try {
    await endSessionsOfJob(job);
    const work = { ...sessions, names: namesOf(job) };
    const admin = await openTarget(work, lockDatabase, 'check');
    try {
      const databases = await removeDatabases(work, admin);
      return [...databases, await removeLedger(work, admin)];
    } finally {
      admin.end();
    }
  } finally {
    await lock.release();
  }
}
