/**
 * Runs orchestrators in memory, for tests: the real durable-functions executor and the host's own turn and replay, with a virtual clock.
 * Every turn is run twice and must answer the same, so that an orchestrator that is not deterministic fails at once; so does one that puts
 * a pending task into a second compound.
 */
import type { OrchestrationHandler } from 'durable-functions';
import { eventType, isTerminal, type RuntimeStatus } from '../durable/protocol';
import { type ActivityCall, createVirtualHost, type TestActivity } from './virtual-host';

export type { TestActivity } from './virtual-host';

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
  readonly calls: readonly ActivityCall[];
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

const rootName = 'orchestrator under test';

export async function runOrchestrator(handler: OrchestrationHandler, options: RunOptions = {}): Promise<OrchestrationRun> {
  const { input, instanceId: rootId = 'test', activities = {}, orchestrators = {}, now = new Date('2026-01-01T00:00:00.000Z') } = options;
  const host = createVirtualHost({ ...orchestrators, [rootName]: handler }, activities, now);

  function view(instanceId = rootId): InstanceView {
    const instance = host.instances.get(instanceId);
    if (!instance) throw new Error(`There is no instance '${instanceId}'; there are: ${[...host.instances.keys()].join(', ')}.`);
    const parse = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
    return {
      runtimeStatus: instance.status,
      output: parse(instance.output),
      customStatus: parse(instance.customStatus),
      activities: instance.history.filter((event) => event.EventType === eventType.taskScheduled).map((event) => event.Name ?? ''),
      restarts: instance.restarts,
    };
  }

  async function advanceTo(time: Date): Promise<void> {
    await host.settle();
    while (await host.fireNextTimer(time)); // in order of their times
    host.moveClockTo(time);
  }

  async function finish(instanceId = rootId): Promise<InstanceView> {
    for (;;) {
      await host.settle();
      if (isTerminal(view(instanceId).runtimeStatus)) return view(instanceId);
      if (host.activitiesRunning() > 0) await new Promise(setImmediate);
      else if (!(await host.fireNextTimer(undefined))) {
        throw new Error(
          `Instance '${instanceId}' waits for an event that nobody sends; it called: ${view(instanceId).activities.join(', ')}.`,
        );
      }
    }
  }

  host.start(rootName, rootId, input === undefined ? undefined : JSON.stringify(input));
  await host.settle();
  return {
    calls: host.calls,
    now: host.now,
    settle: host.settle,
    view,
    advanceTo,
    advanceBy: (ms) => advanceTo(new Date(host.now().getTime() + ms)),
    finish,
    async raise(name, data, instanceId = rootId) {
      host.post(instanceId, eventType.eventRaised, { Name: name, Input: JSON.stringify(data ?? null) });
      await host.settle();
    },
    async terminate(reason, instanceId = rootId) {
      host.post(instanceId, eventType.executionTerminated, { Input: JSON.stringify(reason ?? null) });
      await host.settle();
    },
  };
}
