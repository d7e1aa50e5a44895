/** Reads an orchestrator's answer, which comes either as its return value or, when the orchestrator failed, inside the message of an error. */
import type { InvocationResponse } from '../core/core-api';
import type { OrchestratorState } from './protocol';

const stateLabel = '\n\n$OutOfProcData$:';

export function stateFromResponse(response: InvocationResponse): OrchestratorState {
  const text = response.returnValue?.json ?? response.returnValue?.string;
  if (text === undefined) throw new Error('The orchestrator function returned nothing; is it registered with df.app.orchestration?');
  return JSON.parse(text) as OrchestratorState;
}

/** Undefined if the error does not carry a state, which means that it did not come from the orchestrator's own code. */
export function stateFromError(error: unknown): OrchestratorState | undefined {
  const message = error instanceof Error ? error.message : '';
  const at = message.indexOf(stateLabel);
  if (at < 0) return undefined;
  const state = JSON.parse(message.slice(at + stateLabel.length)) as OrchestratorState;
  // `throw 'text'` and an Error without a message leave no `error` in the state; the real host then waits for ever.
  return {
    ...state,
    error: state.error ?? 'it threw something that is not an Error with a message. The real host would hang here for ever.',
  };
}
