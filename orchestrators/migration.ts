/** The root orchestration, one per migration: the life cycle around the flow. Whatever happens, it seals, cleans up and records one outcome. */
import type { OrchestrationContext, Task } from 'durable-functions';
import { activityNames, type MigrationInput, orchestrationNames, type SealInput, type StepsResult } from '../shared/domain/durable-names';
import { cancelEventName, instanceIds } from '../shared/domain/names';
import { errorFrom } from './failures';
import { finish } from './finish';

export function* migration(context: OrchestrationContext): Generator<Task, void, unknown> {
  const input: MigrationInput = context.df.getInput();
  const steps = context.df.callSubOrchestrator(orchestrationNames.migrationSteps, input, instanceIds.steps(input.migrationId));
  const cancel = context.df.waitForExternalEvent(cancelEventName);
  const first = yield context.df.Task.any([steps, cancel]);
  const result = first === cancel ? yield* stopSteps(context, steps, input) : stepsResult(steps);
  yield* finish(context, { ...input, error: result.error } satisfies SealInput);
}

/** The steps end by themselves once the control row says so; an open wait has to be woken. The loser of `any` is yielded alone: that is safe. */
function* stopSteps(context: OrchestrationContext, steps: Task, input: MigrationInput): Generator<Task, StepsResult, unknown> {
  try {
    yield context.df.callActivity(activityNames.wakeOpenWait, input);
  } catch {
    // The host has logged it. The flow sees the cancellation at its next step, and the reconciler wakes an open wait.
  }
  try {
    return (yield steps) as StepsResult;
  } catch (error) {
    return { error: errorFrom(error) };
  }
}

/** A failed task in `any` wins without throwing. */
const stepsResult = (steps: Task): StepsResult => (steps.isFaulted ? { error: errorFrom(steps.result) } : (steps.result as StepsResult));
