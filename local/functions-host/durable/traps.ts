/**
 * What the real Durable host accepts and then never finishes, and what this host does not support. Both fail the instance here with a
 * message that says so: an orchestration that would hang in Azure must not look well on one machine.
 *
 * Three traps are left as they are on the real host, because the host can't tell them from a legitimate wait:
 * - an event waiter put into a second compound: the host waits for a second event of that name (a warning is logged);
 * - `Task.all` resumes the orchestrator at the first failure, but nothing it yields then starts before the other tasks have ended; if one of
 *   those is retried meanwhile, host and SDK number their tasks differently, and the instance fails as non-deterministic or mixes up results;
 * - waiting alone for a task that lost a `Task.any`, and cancelling a timer that lost one, let the host run ahead of the SDK; if a retried
 *   call is still failing beside it, their numbers part too. Don't put retried calls into `Task.any`.
 * And one differs: `throw undefined` in an orchestrator is found out only when nothing else is open.
 */
import { actionType } from './protocol';

/** The instance must fail with this message. */
export class OrchestrationTrap extends Error {}

const hangs = 'The real Durable Functions host would hang here for ever.';

export const hostTraps = {
  retryTimeout: (timeoutMs: number) =>
    new OrchestrationTrap(`The retryTimeout of ${timeoutMs} ms was reached. ${hangs} Limit retries by maxNumberOfAttempts instead.`),
  retryWithoutDelay: () =>
    new OrchestrationTrap(`A retry delay of 0 ms was computed before the last attempt. ${hangs} Use a delay of at least 1 ms.`),
  unknownFunction: (kind: 'activity' | 'orchestrator', name: string) =>
    new OrchestrationTrap(
      `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. ${hangs} Register it, or correct the name.`,
    ),
  waitsForNothing: () =>
    new OrchestrationTrap(
      `The orchestrator neither ended nor waits for anything, as after 'throw undefined' or after yielding a task that was already consumed. ${hangs}`,
    ),
};

const unsupportedActions: Record<number, string> = {
  [actionType.callEntity]: 'callEntity',
  [actionType.callHttp]: 'callHttp',
  [actionType.signalEntity]: 'signalEntity',
  [actionType.lockEntities]: 'lock (entities)',
  [actionType.releaseEntities]: 'release of a lock (entities)',
};

/** An action that only the real host knows. */
export class UnsupportedByHost extends OrchestrationTrap {
  constructor(type: number) {
    super(
      `The local Functions host does not support ${unsupportedActions[type] ?? `action type ${type}`} in an orchestrator. Use an activity instead, or run the app under Azure Functions Core Tools.`,
    );
  }
}
