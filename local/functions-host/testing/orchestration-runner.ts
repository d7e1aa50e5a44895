/**
 * Runs orchestrators in memory, for tests: the real durable-functions executor and the host's own turn and replay, with a virtual clock.
 * Every turn is run twice and must answer the same, so that an orchestrator that is not deterministic fails at once.
 */
import type { OrchestrationHandler } from 'durable-functions';
import { activityFailure } from '../durable/activity-data';
import { childResult } from '../durable/child-result';
import { eventType, type HistoryEvent, isTerminal, type RuntimeStatus } from '../durable/protocol';
import { type Execution, eventMaker, type TurnPorts, takeTurn } from '../durable/turn';
import { invokeTwice } from './invoke-twice';

/** An activity of the test. It may be slow or fail; the test controls the order in which activities end by what it returns. */
export type TestActivity = (input: never, context: { instanceId: string }) => unknown;

export interface RunOptions {
  input?: unknown;
  /** Default `test`. */
  instanceId?: string;
  activities?: Record<string, TestActivity>;
  /** Orchestrators that may be called as sub-orchestrations. */
  orchestrators?: Record<string, OrchestrationHandler>;
  /** Start of the virtual clock. Default 2026-01-01. */
  now?: Date;
}

export interface InstanceView {
  runtimeStatus: RuntimeStatus;
  output: unknown;
  customStatus: unknown;
  /** Names of the activities called so far in this execution, in order of their start. */
  activities: string[];
  /** How often continueAsNew was used. */
  restarts: number;
}

export interface OrchestrationRun {
  /** Every activity call of all instances: name and input, in order of their start. */
  readonly calls: readonly { instanceId: string; name: string; input: unknown }[];
  now(): Date;
  /** The instance, by default the one that was started. Throws if there is none of that id. */
  view(instanceId?: string): InstanceView;
  /** Goes on until nothing moves any more without time, events, or an activity that has not ended. */
  settle(): Promise<void>;
  /** Sends an event and settles. Events to ended or unknown instances are dropped, as a lost event would be. */
  raise(name: string, data?: unknown, instanceId?: string): Promise<void>;
  terminate(reason?: string, instanceId?: string): Promise<void>;
  /** Moves the clock, firing timers in order, settling after each. */
  advanceTo(time: Date): Promise<void>;
  advanceBy(ms: number): Promise<void>;
  /** Goes on to the end of the instance, skipping time whenever only timers are left. Throws if it waits for an event that never comes. */
  finish(instanceId?: string): Promise<InstanceView>;
}

interface TestInstance extends Execution {
  history: HistoryEvent[];
  status: RuntimeStatus;
  output?: string;
  customStatus?: string;
  inbox: HistoryEvent[];
  timers: { id: number; fireAt: number }[];
  parent?: { instanceId: string; executionId: string; taskId: number };
  restarts: number;
}

export async function runOrchestrator(handler: OrchestrationHandler, options: RunOptions = {}): Promise<OrchestrationRun> {
  const rootName = 'orchestrator under test';
  const rootId = options.instanceId ?? 'test';
  const handlers: Record<string, OrchestrationHandler> = { ...options.orchestrators, [rootName]: handler };
  const activities: Record<string, TestActivity> = options.activities ?? {};
  const instances = new Map<string, TestInstance>();
  const calls: { instanceId: string; name: string; input: unknown }[] = [];
  let clock = options.now ?? new Date('2026-01-01T00:00:00.000Z');
  let executions = 0;
  let activitiesRunning = 0;

  const invoke = invokeTwice(handlers);
  let defect: unknown;
  const ports: TurnPorts = {
    exists: (kind, name) => Object.hasOwn(kind === 'activity' ? activities : handlers, name),
    invoke: (name, payload) =>
      invoke(name, payload).catch((error) => {
        defect ??= error; // for the test, not for the instance
        throw error;
      }),
  };

  function start(name: string, instanceId: string, input: string | undefined, parent?: TestInstance['parent']): void {
    instances.set(instanceId, {
      instanceId,
      name,
      input,
      parent,
      executionId: `execution-${++executions}`,
      parentInstanceId: parent?.instanceId,
      history: [],
      status: 'Pending',
      inbox: [],
      timers: [],
      restarts: 0,
    });
  }

  function post(instanceId: string, executionId: string | undefined, type: HistoryEvent['EventType'], fields: Partial<HistoryEvent>): void {
    const instance = instances.get(instanceId);
    if (!instance || isTerminal(instance.status)) return;
    if (executionId !== undefined && executionId !== instance.executionId) return;
    instance.inbox.push(eventMaker(clock)(type, fields));
  }

  async function runTurn(instance: TestInstance): Promise<void> {
    const messages = instance.inbox.splice(0);
    const turn = await takeTurn(instance, messages, clock, ports);
    if (defect) throw defect;
    instance.customStatus = turn.customStatus ?? instance.customStatus;
    if (turn.status === 'ContinuedAsNew') {
      const restarted = { executionId: `execution-${++executions}`, history: [], timers: [], restarts: instance.restarts + 1 };
      Object.assign(instance, restarted, {
        status: 'Pending',
        input: turn.next?.input,
        inbox: [...(turn.next?.carriedOver ?? []), ...instance.inbox],
      });
      return;
    }
    instance.history.push(...turn.appended);
    Object.assign(instance, { status: turn.status, output: turn.output });
    for (const event of turn.started) startTask(instance, event);
    if (isTerminal(turn.status)) tellParent(instance);
  }

  function startTask(instance: TestInstance, event: HistoryEvent): void {
    if (event.EventType === eventType.timerCreated) instance.timers.push({ id: event.EventId, fireAt: Date.parse(event.FireAt ?? '') });
    else if (event.EventType === eventType.taskScheduled) void runActivity(instance.instanceId, instance.executionId, event);
    else {
      const parent = { instanceId: instance.instanceId, executionId: instance.executionId, taskId: event.EventId };
      start(event.Name ?? '', event.InstanceId ?? '', event.Input, parent);
    }
  }

  async function runActivity(
    instanceId: string,
    executionId: string,
    { EventId: TaskScheduledId, Name = '', Input }: HistoryEvent,
  ): Promise<void> {
    const input: unknown = Input === undefined ? undefined : JSON.parse(Input);
    calls.push({ instanceId, name: Name, input });
    activitiesRunning++;
    try {
      const activity = activities[Name] as (input: unknown, context: { instanceId: string }) => unknown;
      const result = await activity(input, { instanceId });
      post(instanceId, executionId, eventType.taskCompleted, { TaskScheduledId, Result: JSON.stringify(result ?? null) });
    } catch (error) {
      post(instanceId, executionId, eventType.taskFailed, { TaskScheduledId, ...activityFailure(Name, error) });
    } finally {
      activitiesRunning--;
    }
  }

  function tellParent({ parent, status, output }: TestInstance): void {
    if (!parent) return;
    const { EventType, ...fields } = childResult({ status, output }, parent.taskId);
    post(parent.instanceId, parent.executionId, EventType, fields);
  }

  async function settle(): Promise<void> {
    for (;;) {
      const ready = [...instances.values()].find(
        (instance) => instance.status === 'Pending' || (instance.inbox.length > 0 && !isTerminal(instance.status)),
      );
      if (ready) await runTurn(ready);
      else if (!(await somethingArrives())) return;
    }
  }

  /** Lets activities that have all they need come to their end. */
  async function somethingArrives(): Promise<boolean> {
    const hasMail = () => [...instances.values()].some((instance) => instance.inbox.length > 0 && !isTerminal(instance.status));
    for (let tick = 0; tick < 5 && activitiesRunning > 0 && !hasMail(); tick++) await new Promise(setImmediate);
    return hasMail();
  }

  function nextTimer(): { instance: TestInstance; id: number; fireAt: number } | undefined {
    const live = [...instances.values()].filter((instance) => !isTerminal(instance.status));
    const timers = live.flatMap((instance) => instance.timers.map((timer) => ({ instance, ...timer })));
    return timers.sort((a, b) => a.fireAt - b.fireAt)[0];
  }

  async function fire({ instance, id, fireAt }: { instance: TestInstance; id: number; fireAt: number }): Promise<void> {
    clock = new Date(Math.max(clock.getTime(), fireAt));
    instance.timers = instance.timers.filter((timer) => timer.id !== id);
    post(instance.instanceId, instance.executionId, eventType.timerFired, { TimerId: id, FireAt: new Date(fireAt).toISOString() });
    await settle();
  }

  async function advanceTo(time: Date): Promise<void> {
    await settle();
    for (let due = nextTimer(); due && due.fireAt <= time.getTime(); due = nextTimer()) await fire(due);
    clock = new Date(Math.max(clock.getTime(), time.getTime()));
  }

  function view(instanceId = rootId): InstanceView {
    const instance = instances.get(instanceId);
    if (!instance) throw new Error(`There is no instance '${instanceId}'; there are: ${[...instances.keys()].join(', ')}.`);
    return {
      runtimeStatus: instance.status,
      output: instance.output === undefined ? undefined : JSON.parse(instance.output),
      customStatus: instance.customStatus === undefined ? undefined : JSON.parse(instance.customStatus),
      activities: instance.history.filter((event) => event.EventType === eventType.taskScheduled).map((event) => event.Name ?? ''),
      restarts: instance.restarts,
    };
  }

  async function finish(instanceId = rootId): Promise<InstanceView> {
    for (;;) {
      await settle();
      if (isTerminal(view(instanceId).runtimeStatus)) return view(instanceId);
      const due = nextTimer();
      if (activitiesRunning > 0) await new Promise(setImmediate);
      else if (due) await fire(due);
      else
        throw new Error(
          `Instance '${instanceId}' waits for an event that nobody sends; it called: ${view(instanceId).activities.join(', ')}.`,
        );
    }
  }

  start(rootName, rootId, options.input === undefined ? undefined : JSON.stringify(options.input));
  await settle();
  return {
    calls,
    now: () => clock,
    view,
    settle,
    advanceTo,
    finish,
    advanceBy: (ms) => advanceTo(new Date(clock.getTime() + ms)),
    async raise(name, data, instanceId = rootId) {
      post(instanceId, undefined, eventType.eventRaised, { Name: name, Input: JSON.stringify(data ?? null) });
      await settle();
    },
    async terminate(reason, instanceId = rootId) {
      post(instanceId, undefined, eventType.executionTerminated, { Input: JSON.stringify(reason ?? null) });
      await settle();
    },
  };
}
