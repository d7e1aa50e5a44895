/** Instances in memory with a virtual clock: the durable engine of the orchestration runner. It takes real turns, but stores nothing. */
import type { OrchestrationHandler } from 'durable-functions';
import { activityFailure } from '../durable/activity-data';
import { childResult } from '../durable/child-result';
import { eventType, type HistoryEvent, isTerminal, type RuntimeStatus } from '../durable/protocol';
import type { ParentTask } from '../durable/record';
import { type Execution, eventMaker, type TurnPorts, takeTurn } from '../durable/turn';
import { invokeTwice } from './invoke-twice';

/** An activity of the test. It may be slow or fail; the test controls the order in which activities end by what it returns. */
export type TestActivity = (input: never, context: { instanceId: string }) => unknown;

export interface ActivityCall {
  instanceId: string;
  name: string;
  input: unknown;
}

export interface TestInstance extends Execution {
  history: HistoryEvent[];
  status: RuntimeStatus;
  output?: string;
  customStatus?: string;
  inbox: HistoryEvent[];
  timers: { id: number; fireAt: number }[];
  parent?: ParentTask;
  /** How often it continued as new. */
  restarts: number;
}

export interface VirtualHost {
  readonly instances: ReadonlyMap<string, TestInstance>;
  readonly calls: readonly ActivityCall[];
  now(): Date;
  activitiesRunning(): number;
  start(name: string, instanceId: string, input: string | undefined, parent?: ParentTask): void;
  /** Dropped if the instance has ended or is unknown, as a late event would be. */
  post(instanceId: string, type: HistoryEvent['EventType'], fields: Partial<HistoryEvent>, executionId?: string): void;
  settle(): Promise<void>;
  /** Moves the clock to the next timer, if one is due by then, fires it and settles; false if there was none. */
  fireNextTimer(by: Date | undefined): Promise<boolean>;
  moveClockTo(time: Date): void;
}

/** An activity that has all it needs ends within so many turns of the event loop; one that does not is one that the test holds back. */
const patienceTicks = 5;

export function createVirtualHost(
  handlers: Record<string, OrchestrationHandler>,
  activities: Record<string, TestActivity>,
  start: Date,
): VirtualHost {
  const instances = new Map<string, TestInstance>();
  const calls: ActivityCall[] = [];
  const invoke = invokeTwice(handlers);
  let clock = start;
  let executions = 0;
  let activitiesRunning = 0;
  let defect: unknown;

  const ports: TurnPorts = {
    exists: (kind, name) => Object.hasOwn(kind === 'activity' ? activities : handlers, name),
    invoke: (name, payload) =>
      invoke(name, payload).catch((error) => {
        defect ??= error; // for the test, not for the instance
        throw error;
      }),
  };
  const newExecution = () => ({ executionId: `execution-${++executions}`, history: [], timers: [] });

  function startInstance(name: string, instanceId: string, input: string | undefined, parent?: ParentTask): void {
    const rest = { status: 'Pending' as const, inbox: [], restarts: 0, parentInstanceId: parent?.instanceId };
    instances.set(instanceId, { instanceId, name, input, parent, ...newExecution(), ...rest });
  }

  function post(instanceId: string, type: HistoryEvent['EventType'], fields: Partial<HistoryEvent>, executionId?: string): void {
    const instance = instances.get(instanceId);
    if (!instance || isTerminal(instance.status)) return;
    if (executionId === undefined || executionId === instance.executionId) instance.inbox.push(eventMaker(clock)(type, fields));
  }

  async function runTurn(instance: TestInstance): Promise<void> {
    const turn = await takeTurn(instance, instance.inbox.splice(0), clock, ports);
    if (defect) throw defect;
    instance.customStatus = turn.customStatus ?? instance.customStatus;
    if (turn.status === 'ContinuedAsNew') {
      const { input, carriedOver = [] } = turn.next ?? {};
      const inbox = [...carriedOver, ...instance.inbox];
      Object.assign(instance, newExecution(), { status: 'Pending', input, inbox, restarts: instance.restarts + 1 });
      return;
    }
    instance.history.push(...turn.appended);
    Object.assign(instance, { status: turn.status, output: turn.output });
    for (const event of turn.started) startTask(instance, event);
    if (isTerminal(turn.status)) tellParent(instance);
  }

  function startTask(instance: TestInstance, event: HistoryEvent): void {
    const { instanceId, executionId } = instance;
    const { EventId: taskId, Name = '', InstanceId = '', Input } = event;
    if (event.EventType === eventType.timerCreated) instance.timers.push({ id: taskId, fireAt: Date.parse(event.FireAt ?? '') });
    else if (event.EventType === eventType.subOrchestrationCreated)
      startInstance(Name, InstanceId, Input, { instanceId, executionId, taskId });
    else void runActivity(instance.instanceId, executionId, event);
  }

  async function runActivity(instanceId: string, executionId: string, { EventId, Name = '', Input }: HistoryEvent): Promise<void> {
    const TaskScheduledId = EventId;
    const input: unknown = Input === undefined ? undefined : JSON.parse(Input);
    calls.push({ instanceId, name: Name, input });
    activitiesRunning++;
    try {
      const activity = activities[Name] as (input: unknown, context: { instanceId: string }) => unknown;
      const result = await activity(input, { instanceId });
      post(instanceId, eventType.taskCompleted, { TaskScheduledId, Result: JSON.stringify(result ?? null) }, executionId);
    } catch (error) {
      post(instanceId, eventType.taskFailed, { TaskScheduledId, ...activityFailure(Name, error) }, executionId);
    } finally {
      activitiesRunning--;
    }
  }

  function tellParent({ parent, status, output }: TestInstance): void {
    if (!parent) return;
    const { EventType, ...fields } = childResult({ status, output }, parent.taskId);
    post(parent.instanceId, EventType, fields, parent.executionId);
  }

  const live = () => [...instances.values()].filter((instance) => !isTerminal(instance.status));
  const isReady = (instance: TestInstance) => instance.status === 'Pending' || instance.inbox.length > 0;

  async function settle(): Promise<void> {
    for (;;) {
      for (let tick = 0; tick < patienceTicks && activitiesRunning > 0 && !live().some(isReady); tick++) await new Promise(setImmediate);
      const ready = live().find(isReady);
      if (!ready) return;
      await runTurn(ready);
    }
  }

  async function fireNextTimer(by: Date | undefined): Promise<boolean> {
    const timers = live().flatMap((instance) => instance.timers.map((timer) => ({ instance, ...timer })));
    const next = timers.sort((a, b) => a.fireAt - b.fireAt)[0];
    if (!next || (by && next.fireAt > by.getTime())) return false;
    const { instance, id, fireAt } = next;
    moveClockTo(new Date(fireAt));
    instance.timers = instance.timers.filter((timer) => timer.id !== id);
    post(instance.instanceId, eventType.timerFired, { TimerId: id, FireAt: new Date(fireAt).toISOString() }, instance.executionId);
    await settle();
    return true;
  }

  function moveClockTo(time: Date): void {
    if (time > clock) clock = time;
  }

  return {
    instances,
    calls,
    now: () => clock,
    activitiesRunning: () => activitiesRunning,
    start: startInstance,
    post,
    settle,
    fireNextTimer,
    moveClockTo,
  };
}
