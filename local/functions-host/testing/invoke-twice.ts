/** Runs an orchestrator through durable-functions' own executor, twice, and fails if the two answers differ. */
import { DummyOrchestrationContext, type OrchestrationHandler } from 'durable-functions';
// Not exported by the package; it is what df.app.orchestration registers.
import { createOrchestrator } from 'durable-functions/lib/src/util/testingUtils';
import { stateFromError } from '../durable/parse-state';
import type { OrchestratorPayload, OrchestratorState } from '../durable/protocol';
import { findReusedTask, reusedTaskWarning } from '../durable/reused-tasks';

export function invokeTwice(handlers: Record<string, OrchestrationHandler>) {
  return async (name: string, payload: OrchestratorPayload): Promise<OrchestratorState> => {
    const handler = handlers[name];
    if (!handler) throw new Error(`There is no orchestrator '${name}'.`);
    const first = await invokeOnce(name, handler, payload);
    const second = await invokeOnce(name, handler, payload);
    if (first !== second)
      throw new Error(`Orchestrator '${name}' is not deterministic: run twice on one history it answered\n${first}\nand\n${second}`);
    return JSON.parse(first) as OrchestratorState;
  };
}

/** The answer as JSON text, as it would go over the wire. */
async function invokeOnce(name: string, handler: OrchestrationHandler, payload: OrchestratorPayload): Promise<string> {
  const context = new DummyOrchestrationContext(name, 'invocation', () => undefined);
  const state = await answerOf(createOrchestrator(handler), payload, context);
  const reused = findReusedTask(context);
  if (reused) throw new Error(reusedTaskWarning(name, reused));
  return JSON.stringify(state);
}

async function answerOf(
  orchestrator: (trigger: unknown, context: unknown) => Promise<unknown>,
  payload: OrchestratorPayload,
  context: unknown,
) {
  try {
    // Through JSON, as on the wire: the SDK turns time stamps into dates in place.
    return await orchestrator(JSON.parse(JSON.stringify(payload)), context);
  } catch (error) {
    const state = stateFromError(error);
    if (!state) throw error;
    return state;
  }
}
