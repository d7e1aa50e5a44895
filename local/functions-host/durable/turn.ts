/**
 * One turn of an instance: new messages in, history and work out. It calls the orchestrator and decides by replay what follows; it stores
 * nothing and starts nothing, so that the caller can commit the whole turn at once.
 */
import {
  eventType,
  type HistoryEvent,
  type OrchestratorPayload,
  type OrchestratorState,
  type RuntimeStatus,
  schemaVersions,
  timerDurations,
} from './protocol';
import { type Replay, replay, type Scheduled } from './replay';
import { hostTraps } from './traps';

export interface Execution {
  instanceId: string;
  executionId: string;
  name: string;
  parentInstanceId: string | undefined;
  /** JSON text; undefined if the instance was started without an input. */
  input: string | undefined;
  history: readonly HistoryEvent[];
}

export interface TurnPorts {
  /** Runs the orchestrator function. Its own failure is a state with `error`, not an exception. */
  invoke(name: string, payload: OrchestratorPayload): Promise<OrchestratorState>;
  exists(kind: 'activity' | 'orchestrator', name: string): boolean;
}

export interface Turn {
  status: RuntimeStatus | 'ContinuedAsNew';
  /** What the turn adds to the history. */
  appended: HistoryEvent[];
  /** Those of `appended` that schedule a task: work to start once the turn is committed. */
  started: HistoryEvent[];
  /** JSON text, once the instance has ended. */
  output?: string;
  /** JSON text; undefined means unchanged. */
  customStatus?: string;
  /** JSON text of the next execution's input, and the events that go over to it; only with ContinuedAsNew. */
  next?: { input: string | undefined; carriedOver: HistoryEvent[] };
  /** Set while the orchestrator is ahead of the host, which waits for these events. */
  blockedByEvents?: string[];
}

export async function takeTurn(execution: Execution, messages: readonly HistoryEvent[], now: Date, ports: TurnPorts): Promise<Turn> {
  const event = eventMaker(now);
  const appended = [event(eventType.orchestratorStarted), ...startedEvent(execution, event), ...messages];
  const end = (status: 'Completed' | 'Failed' | 'Terminated', output: string, customStatus?: string): Turn => {
    const last = status === 'Terminated' ? [] : [event(eventType.executionCompleted, { OrchestrationStatus: status, Result: output })];
    return { status, output, customStatus, started: [], appended: [...appended, ...last, event(eventType.orchestratorCompleted)] };
  };

  const termination = messages.find((message) => message.EventType === eventType.executionTerminated);
  if (termination) return end('Terminated', termination.Input ?? 'null');
  if (!ports.exists('orchestrator', execution.name))
    return end('Failed', JSON.stringify(hostTraps.unknownFunction('orchestrator', execution.name).message));

  let customStatus: string | undefined;
  const fail = (message: string): Turn =>
    end('Failed', JSON.stringify(`Orchestrator function '${execution.name}' failed: ${message}`), customStatus);

  let state: OrchestratorState;
  let outcome: Replay;
  try {
    state = await ports.invoke(execution.name, payloadFor(execution, appended));
    customStatus = toJson(state.customStatus);
    outcome = replay(state.actions[0] ?? [], [...execution.history, ...appended]);
    checkScheduled(outcome, ports);
    if (isStuck(state, outcome)) throw hostTraps.waitsForNothing();
  } catch (error) {
    // A trap, code that is not deterministic, or a host hook of the app that threw: none of them would go better the next time.
    return fail(error instanceof Error ? error.message : String(error));
  }

  if (mayEnd(state, outcome)) {
    if (state.error !== undefined) return fail(state.error);
    if (!outcome.continueAsNew) return end('Completed', JSON.stringify(state.output ?? null), customStatus);
    const { input, carriedOver } = outcome.continueAsNew;
    return { status: 'ContinuedAsNew', appended: [], started: [], customStatus, next: { input: toJson(input), carriedOver } };
  }
  const started = outcome.scheduled.map((task) => scheduledEvent(task, execution.executionId, event));
  const turn: Turn = {
    status: 'Running',
    customStatus,
    started,
    appended: [...appended, ...started, event(eventType.orchestratorCompleted)],
  };
  const isBlocked = !outcome.caughtUp && outcome.openTasks === 0 && (state.isDone || state.error !== undefined);
  return isBlocked ? { ...turn, blockedByEvents: outcome.waitingFor } : turn;
}

type EventFields = Partial<Omit<HistoryEvent, 'EventType' | 'IsPlayed' | 'Timestamp'>>;
type MakeEvent = (type: HistoryEvent['EventType'], fields?: EventFields) => HistoryEvent;

export function eventMaker(now: Date): MakeEvent {
  return (EventType, fields) => ({ EventType, EventId: -1, IsPlayed: false, Timestamp: now.toISOString(), ...fields });
}

/** The first turn of an execution begins with the fact that it was started. Its input is kept once, in the record. */
function startedEvent({ history, name }: Execution, event: MakeEvent): HistoryEvent[] {
  return history.length > 0 ? [] : [event(eventType.executionStarted, { Name: name, Version: '' })];
}

function payloadFor(execution: Execution, appended: HistoryEvent[]): OrchestratorPayload {
  return {
    history: [...execution.history.map((event) => forOrchestrator(event, true)), ...appended.map((event) => forOrchestrator(event, false))],
    input: execution.input === undefined ? null : JSON.parse(execution.input),
    instanceId: execution.instanceId,
    isReplaying: execution.history.length > 0,
    parentInstanceId: execution.parentInstanceId ?? null,
    ...schemaVersions,
    ...timerDurations,
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
}

/** The SDK ignores the inputs of what was scheduled; leaving them out keeps the payload small. */
function forOrchestrator(event: HistoryEvent, IsPlayed: boolean): HistoryEvent {
  const isScheduling = event.EventType === eventType.taskScheduled || event.EventType === eventType.subOrchestrationCreated;
  return isScheduling ? { ...event, IsPlayed, Input: undefined } : { ...event, IsPlayed };
}

function scheduledEvent(task: Scheduled, executionId: string, event: MakeEvent): HistoryEvent {
  const EventId = task.id;
  if (task.kind === 'timer') return event(eventType.timerCreated, { EventId, FireAt: new Date(task.fireAt).toISOString() });
  const { name: Name, input } = task;
  if (task.kind === 'activity') return event(eventType.taskScheduled, { EventId, Name, Version: '', Input: activityInput(input) });
  const InstanceId = task.instanceId || `${executionId}:${task.id}`;
  return event(eventType.subOrchestrationCreated, { EventId, Name, Version: '', InstanceId, Input: toJson(input) });
}

/** The SDK has already turned a string into JSON text; other values come as they are. Stored as JSON text in both cases. */
function activityInput(input: unknown): string | undefined {
  return typeof input === 'string' ? input : toJson(input);
}

function toJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function mayEnd(state: OrchestratorState, outcome: Replay): boolean {
  return (state.isDone || state.error !== undefined) && outcome.caughtUp && outcome.openTasks === 0;
}

function isStuck(state: OrchestratorState, outcome: Replay): boolean {
  const isOver = state.isDone || state.error !== undefined;
  return !isOver && outcome.openTasks === 0 && outcome.waitingFor.length === 0;
}

function checkScheduled(outcome: Replay, ports: TurnPorts): void {
  for (const task of outcome.scheduled) {
    if (task.kind === 'timer') continue;
    const kind = task.kind === 'activity' ? 'activity' : 'orchestrator';
    if (!ports.exists(kind, task.name)) throw hostTraps.unknownFunction(kind, task.name);
  }
}
