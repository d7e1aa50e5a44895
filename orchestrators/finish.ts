/** The end of every migration: fix the outcome, clean up, record it. Shared by the root orchestration and by the recovery of a lost one. */
import type { OrchestrationContext, Task } from 'durable-functions';
import { RetryOptions } from 'durable-functions';
import { activityNames, type SealInput } from '../shared/domain/durable-names';

/** These three must happen: they are tried for about a quarter of an hour before the reconciler takes over. */
function retries(): RetryOptions {
  const options = new RetryOptions(1_000, 12);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = 120_000;
  return options;
}

export function* finish(context: OrchestrationContext, input: SealInput): Generator<Task, void, unknown> {
  const { migrationId } = input;
  yield context.df.callActivityWithRetry(activityNames.seal, retries(), input);
  yield context.df.callActivityWithRetry(activityNames.cleanUp, retries(), { migrationId });
  yield context.df.callActivityWithRetry(activityNames.recordOutcome, retries(), { migrationId });
}
