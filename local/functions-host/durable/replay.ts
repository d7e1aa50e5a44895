/**
 * The heart of the host: what an orchestrator's actions mean, given its history. A pure function.
 *
 * Actions carry no sequence numbers. The SDK counts the tasks it creates (activity, sub-orchestration, timer), the host counts those it
 * schedules, and history refers to both by that number. So the host must walk the actions exactly as the real one does: it awaits them one
 * by one, while history is fed to it in order, and whatever it scheduled that history does not know is new.
 */
import { createTask, type HostTask, settledTask } from './host-task';
import { type Action, actionType, eventType, type HistoryEvent, type RetryOptions } from './protocol';
import { hostTraps, UnsupportedByHost } from './traps';

/** A task that the orchestrator scheduled and history does not know yet. `input` is the action's own, undefined if none. */
export type Scheduled =
  | { kind: 'activity'; id: number; name: string; input: unknown }
  | { kind: 'subOrchestration'; id: number; name: string; input: unknown; instanceId: string | undefined }
  | { kind: 'timer'; id: number; fireAt: number };

export interface Replay {
  scheduled: Scheduled[];
  /** Tasks scheduled, new or old, that are neither finished nor cancelled. While there are any, the instance cannot end. */
  openTasks: number;
  /** The host has awaited every action. While it has not, the instance cannot end either. */
  caughtUp: boolean;
  /** Names of the external events that the host waits for. */
  waitingFor: string[];
  /** The input of the next execution, with the events that came after continueAsNew was called and go over to it. */
  continueAsNew: { input: unknown; carriedOver: HistoryEvent[] } | undefined;
}

/** A code change made this history impossible. The message says where. */
export class NonDeterministicOrchestration extends Error {}

export function replay(actions: readonly Action[], history: readonly HistoryEvent[]): Replay {
  const host = createWalk();
  let next = 0;
  let caughtUp = false;
  const advance = (): void => {
    for (let action = actions[next]; action; action = actions[next]) {
      next++;
      const task = host.start(action);
      if (!task.outcome) {
        task.whenSettled(advance);
        return;
      }
    }
    caughtUp = true;
  };
  for (const event of history) {
    if (event.EventType === eventType.executionStarted) advance();
    else host.feed(event);
  }
  return { ...host.result(), caughtUp };
}

/** The state of one walk: the counter, the open tasks, and the waiters for events. */
function createWalk() {
  let nextId = 0;
  let now = 0;
  let continueAsNew: Replay['continueAsNew'];
  const unknownToHistory = new Map<number, Scheduled>();
  const open = new Map<number, HostTask>();
  const waiters = new Map<string, HostTask[]>();
  const earlyEvents = new Map<string, number>();

  function schedule(make: (id: number) => Scheduled): HostTask {
    const id = nextId++;
    const task = createTask();
    unknownToHistory.set(id, make(id));
    open.set(id, task);
    return task;
  }

  /** A cancelled timer uses a number and is created, but holds nothing open. */
  function timer(fireAt: number, isCanceled = false): HostTask {
    const id = nextId;
    const task = schedule(() => ({ kind: 'timer', id, fireAt }));
    if (isCanceled) settle(id, 'failed');
    return task;
  }

  /**
   * DurableTask's RetryInterceptor: attempt, timer, attempt ... The last failure too is followed by a timer, due at once; the SDK waits for it.
   */
  function withRetry(attempt: () => HostTask, options: RetryOptions): HostTask {
    const whole = createTask();
    const startedAt = now;
    const run = (attemptsBefore: number): void =>
      attempt().whenSettled((outcome) => {
        if (outcome === 'succeeded') return whole.settle('succeeded');
        const isLast = attemptsBefore + 1 >= options.maxNumberOfAttempts;
        const delayMs = isLast ? 0 : retryDelayMs(options, attemptsBefore);
        if (!isLast) checkRetry(options, delayMs, now - startedAt);
        timer(now + delayMs).whenSettled(() => (isLast ? whole.settle('failed') : run(attemptsBefore + 1)));
      });
    run(0);
    return whole;
  }

  /** Waiters of one name are served last in, first out; events that came before any waiter first in, first out. */
  function waitForEvent(name: string): HostTask {
    const early = earlyEvents.get(name) ?? 0;
    if (early > 0) {
      earlyEvents.set(name, early - 1);
      return settledTask('succeeded');
    }
    const task = createTask();
    const list = waiters.get(name) ?? [];
    list.push(task);
    waiters.set(name, list);
    return task;
  }

  function eventRaised(event: HistoryEvent): void {
    const name = event.Name ?? '';
    if (continueAsNew) continueAsNew.carriedOver.push(event);
    else {
      const waiter = waiters.get(name)?.pop();
      if (waiter) waiter.settle('succeeded');
      else earlyEvents.set(name, (earlyEvents.get(name) ?? 0) + 1);
    }
  }

  function settle(id: number | undefined, outcome: 'succeeded' | 'failed'): void {
    const task = id === undefined ? undefined : open.get(id);
    if (id === undefined || !task) return; // a doubled completion, or a cancelled timer that fired all the same
    open.delete(id);
    task.settle(outcome);
  }

  function start(action: Action): HostTask {
    switch (action.actionType) {
      case actionType.callActivity:
        return schedule((id) => ({ kind: 'activity', id, name: action.functionName, input: action.input }));
      case actionType.callActivityWithRetry:
        return withRetry(() => start({ ...action, actionType: actionType.callActivity }), action.retryOptions);
      case actionType.callSubOrchestrator: {
        const { functionName: name, input, instanceId } = action;
        return schedule((id) => ({ kind: 'subOrchestration', id, name, input, instanceId }));
      }
      case actionType.callSubOrchestratorWithRetry:
        return withRetry(() => start({ ...action, actionType: actionType.callSubOrchestrator }), action.retryOptions);
      case actionType.continueAsNew:
        continueAsNew = { input: action.input, carriedOver: [] };
        return settledTask('succeeded');
      case actionType.createTimer:
        return timer(Date.parse(action.fireAt), action.isCanceled);
      case actionType.waitForExternalEvent:
        return waitForEvent(action.externalEventName);
      case actionType.whenAny:
        return any(action.compoundActions.map(start));
      case actionType.whenAll:
        return all(action.compoundActions.map(start));
      default:
        throw new UnsupportedByHost(action.actionType);
    }
  }

  function feed(event: HistoryEvent): void {
    switch (event.EventType) {
      case eventType.orchestratorStarted:
        now = Math.max(now, Date.parse(event.Timestamp));
        break;
      case eventType.taskScheduled:
      case eventType.subOrchestrationCreated:
      case eventType.timerCreated:
        assertScheduled(event, unknownToHistory.get(event.EventId));
        unknownToHistory.delete(event.EventId);
        break;
      case eventType.taskCompleted:
      case eventType.subOrchestrationCompleted:
        settle(event.TaskScheduledId, 'succeeded');
        break;
      case eventType.taskFailed:
      case eventType.subOrchestrationFailed:
        settle(event.TaskScheduledId, 'failed');
        break;
      case eventType.timerFired:
        settle(event.TimerId, 'succeeded');
        break;
      case eventType.eventRaised:
        eventRaised(event);
        break;
    }
  }

  const result = () => ({
    scheduled: [...unknownToHistory.values()],
    openTasks: open.size,
    waitingFor: [...waiters].filter(([, list]) => list.length > 0).map(([name]) => name),
    continueAsNew,
  });
  return { start, feed, result };
}

function any(tasks: HostTask[]): HostTask {
  const whole = createTask();
  for (const task of tasks) task.whenSettled(() => whole.settle('succeeded'));
  return whole;
}

/** Unlike the SDK's, the host's "all" goes on only when every task is settled, failed ones too. */
function all(tasks: HostTask[]): HostTask {
  const whole = createTask();
  let unsettled = tasks.length;
  const settled = (): void => {
    unsettled--;
    if (unsettled === 0) whole.settle(tasks.every((task) => task.outcome === 'succeeded') ? 'succeeded' : 'failed');
  };
  for (const task of tasks) task.whenSettled(settled);
  return whole;
}

/** Delay before the next attempt, in milliseconds. Without a cap of its own, DurableTask's is six days. */
function retryDelayMs(options: RetryOptions, attemptsBefore: number): number {
  const { firstRetryIntervalInMilliseconds: first, backoffCoefficient = 1, maxRetryIntervalInMilliseconds = 6 * 86_400_000 } = options;
  return Math.min(first * backoffCoefficient ** attemptsBefore, maxRetryIntervalInMilliseconds);
}

function checkRetry(options: RetryOptions, delayMs: number, elapsedMs: number): void {
  const { retryTimeoutInMilliseconds } = options;
  if (retryTimeoutInMilliseconds && elapsedMs >= retryTimeoutInMilliseconds) throw hostTraps.retryTimeout(retryTimeoutInMilliseconds);
  if (delayMs <= 0) throw hostTraps.retryWithoutDelay();
}

function assertScheduled(event: HistoryEvent, scheduled: Scheduled | undefined): void {
  const kinds = { [eventType.taskScheduled]: 'activity', [eventType.subOrchestrationCreated]: 'subOrchestration' } as Record<
    number,
    string
  >;
  const kind = kinds[event.EventType] ?? 'timer';
  const nameFits = kind === 'timer' || (scheduled && 'name' in scheduled && scheduled.name.toLowerCase() === event.Name?.toLowerCase());
  if (scheduled?.kind === kind && nameFits) return;
  const instead = scheduled
    ? `scheduled ${describe(scheduled.kind, 'name' in scheduled ? scheduled.name : undefined)}`
    : 'has not scheduled it';
  throw new NonDeterministicOrchestration(
    `Non-Deterministic workflow detected: a previous run of this orchestration scheduled ${describe(kind, event.Name)} with sequence ID ${event.EventId}, but this replay ${instead}. ` +
      'Was the orchestrator changed while the instance was running, or does it use something else than its input and its history?',
  );
}

function describe(kind: string, name: string | undefined): string {
  const words: Record<string, string> = { activity: 'the activity', subOrchestration: 'the sub-orchestration', timer: 'a timer' };
  return name === undefined ? `${words[kind]}` : `${words[kind]} '${name}'`;
}
