/** Moves one database to its end, slice by slice. Never throws: Task.all in the parent resumes at the first failure. */
import type { OrchestrationContext, Task } from 'durable-functions';
import { type AdvanceAnswer, activityNames, type DatabaseInput } from '../shared/domain/durable-names';

/** Keeps the history small; continueAsNew starts a fresh one. */
const slicesPerExecution = 100;
/** Somebody else holds the database, or all places for copying are taken. */
const notYetDelayMs = 2_000;
/** An activity that throws has failed at its own books (the store is away, say); the record decides later. About ten minutes in all. */
const failuresBeforeGivingUp = 20;
const failureDelayMs = 30_000;

export function* migrateDatabase(context: OrchestrationContext): Generator<Task, void, unknown> {
  const job: DatabaseInput = context.df.getInput();
  let failures = 0;
  const pause = (delayMs: number) => context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + delayMs));
  for (let slice = 0; slice < slicesPerExecution; slice++) {
    try {
      const answer = (yield context.df.callActivity(activityNames.advanceDatabase, job)) as AdvanceAnswer;
      failures = 0;
      if (answer.kind === 'ended') return;
      if (answer.kind === 'notYet') yield pause(answer.retryAfterMs ?? notYetDelayMs);
    } catch {
      // Not swallowed: the activity logged it, and a database without an end makes `seal` answer Failed.
      if (++failures >= failuresBeforeGivingUp) return;
      yield pause(failureDelayMs);
    }
  }
  context.df.continueAsNew(job);
}
