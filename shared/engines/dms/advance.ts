// Moves one database on: waits for the service while it moves rows; everything before and after is the direct engine's frame.
import { MigrationFailure, migrationError } from '../../domain/error-codes';
import { describeError } from '../../postgres/server-message';
import { advance as advanceInFrame } from '../direct/advance';
import type { Advance, DatabaseJob, EngineContext } from '../engine';
import { followTask } from './follow-task';
import { loadByDms } from './load-by-dms';
import { passing } from './passing';
import { placeOf } from './place';

const canceled: Advance = { kind: 'ended', state: 'Canceled' };

/** Never throws: what went wrong is in the answer. */
export async function advance(job: DatabaseJob, context: EngineContext): Promise<Advance> {
  if (context.signal.aborted) return canceled;
  try {
    const waiting = await followTask(job, context, placeOf(job));
    if (context.signal.aborted) return canceled;
    if (waiting) return waiting;
  } catch (error) {
    if (context.signal.aborted) return canceled;
    const again = await passing(job, error);
    if (again) return again;
    const reason = error instanceof MigrationFailure ? error.error : migrationError('INTERNAL_ERROR', describeError(error));
    return { kind: 'ended', state: 'Failed', error: reason };
  }
  return advanceInFrame(job, context, loadByDms);
}
