// Removes what the engine created for a database of a migration, and looks whether it is gone.
import { setTimeout as delay } from 'node:timers/promises';
import { quoteIdentifier, quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import { applicationName } from '../../domain/names';
import type { DatabaseJob, Released } from '../engine';
import { endBackends } from './end-backends';
import { endSessionsOfJob } from './end-sessions-of-job';
import { acquireLock, lockDatabase, type LockSession } from './lock-session';
import { readDatabases, type TargetDatabase } from './place';
import { allowConnectionsName, endSessions, rename } from './put-in-place';
import { namesOf, type Names, openTarget, type Work } from './work';

/** A call of `advance` that still runs sees the seal within two seconds; after this it is taken for one that will never see anything. */
const lockWithinMs = 10_000;
const tryLockEveryMs = 200;
/** Sessions of a database that is to be dropped: ours are ended, autovacuum gives way within seconds. */
const dropWithinMs = 10_000;

/** Throws a MigrationFailure when the target can't be reached: then nothing is known, and somebody has to try again. */
export async function release(job: DatabaseJob): Promise<Released[]> {
  const never = new AbortController().signal;
  const lock = await lockOrTakeOver(job, never);
  try {
    await endSessionsOfJob(job);
    const work = { job, names: namesOf(job), signal: never } as Work;
    const admin = await openTarget(work, lockDatabase, 'check');
    try {
      return await removeEverything(work, admin);
    } finally {
      admin.end();
    }
  } finally {
    await lock.release();
  }
}

async function lockOrTakeOver(job: DatabaseJob, signal: AbortSignal): Promise<LockSession> {
  const takeOverAt = Date.now() + lockWithinMs;
  for (;;) {
    const lock = await acquireLock(job, signal);
    if (lock) return lock;
    if (Date.now() > takeOverAt) await endHolder(job, signal);
    await delay(tryLockEveryMs);
  }
}
