/**
 * Finds the upstream defect Azure/azure-functions-durable-js#574 at work: a task that was already scheduled and is put into a second
 * compound runs again on the host, and from then on results go to the wrong tasks. Seen from the action objects themselves, which the SDK
 * shares between the compounds; on the wire they are only equal.
 */

/** The name of the first function, event or timer that was scheduled twice, or undefined if none was. `context` is the invocation's own. */
export function findReusedTask(context: unknown): string | undefined {
  const seen = new Set<object>();
  for (const action of scheduledActions(context)) {
    for (const part of flatten(action)) {
      if (seen.has(part)) return describe(part);
      seen.add(part);
    }
  }
  return undefined;
}

export function reusedTaskWarning(orchestration: string, task: string): string {
  return (
    `Orchestration '${orchestration}' puts ${task}, which was already scheduled, into a second Task.any or Task.all. ` +
    'Durable Functions then runs it again and mixes up the results of tasks (Azure/azure-functions-durable-js#574). ' +
    'Yield the pending task alone, or use new tasks.'
  );
}

interface ActionObject {
  compoundActions?: ActionObject[];
  functionName?: string;
  externalEventName?: string;
}

/** Reaches into the SDK (3.5: context.df.taskOrchestratorExecutor.actions); with another layout nothing is found. */
function scheduledActions(context: unknown): ActionObject[] {
  const { df } = context as { df?: { taskOrchestratorExecutor?: { actions?: ActionObject[] } } };
  return df?.taskOrchestratorExecutor?.actions ?? [];
}

function flatten(action: ActionObject): ActionObject[] {
  return action.compoundActions ? action.compoundActions.flatMap(flatten) : [action];
}

function describe({ functionName, externalEventName }: ActionObject): string {
  if (functionName) return `a call of '${functionName}'`;
  return externalEventName ? `a wait for event '${externalEventName}'` : 'a timer';
}
