/** Brings a migration whose orchestration was lost to its end; the reconciler has sealed it. */
import type { OrchestrationContext, Task } from 'durable-functions';
import type { SealInput } from '../shared/domain/durable-names';
import { finish } from './finish';

export function* recoverMigration(context: OrchestrationContext): Generator<Task, void, unknown> {
  const input: SealInput = context.df.getInput();
  yield* finish(context, input);
}
