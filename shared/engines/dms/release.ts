// Removes what the engine created for a database: the service's task with its slots, then what the direct engine's frame made.

import { release as releaseDirect } from '../direct/release';
import { takeOverLock } from '../direct/take-over-lock';
import type { Announced, DatabaseJob, Released } from '../engine';
import { placeOf } from './place';
import { removeTask } from './remove-task';

/** Within the clean-up's budget; the reconciler tries again (DESIGN 3). */
const patienceMs = 10_000;

/**
 * Safe to repeat. A server or service that cannot be reached keeps nothing else from being removed; its failure is thrown at the end, and
 * somebody has to try again.
 */
export async function release(job: DatabaseJob, announced: readonly Announced[] = []): Promise<Released[]> {
  const failures: unknown[] = [];
  const attempt = async <T>(part: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await part;
    } catch (error) {
      failures.push(error);
      return otherwise;
    }
  };
  const slots = announced.filter(({ kind }) => kind === 'replicationSlot').map(({ name }) => name);
  // Under the lock, for no `advance` that still runs may begin a task after it was looked for.
  const lock = await attempt(takeOverLock({ job, signal: new AbortController().signal, patienceMs }), undefined);
  const ofTask = await attempt(removeTask(job, placeOf(job), slots), []);
  await lock?.release();
  const ofFrame = await attempt(releaseDirect(job), []);
  if (failures.length) throw failures[0];
  return [...ofTask, ...ofFrame];
}
