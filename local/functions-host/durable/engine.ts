/**
 * The durable engine: starts instances, gives them their messages, runs what they schedule, and takes everything up again after a crash.
 * There are no queues: work that is outstanding follows from the history of the live instances.
 */
import { errorText, type HostLog } from '../log';
import { createActivityPump } from './activity-pump';
import { type Actor, type ActorPorts, createActor, newExecutionId } from './actor';
import { createAlarms } from './alarms';
import { childResult } from './child-result';
import { commitSurely } from './commit-surely';
import { createKeyedQueue } from './keyed-queue';
import type { Mail } from './mailbox';
import { eventType, type HistoryEvent, isTerminal, type RuntimeStatus } from './protocol';
import { type InstanceRecord, isSameTask, type ParentTask } from './record';
import type { RecordFilter, RecordPage, StoredInstance, TableStore } from './table-store';
import { eventMaker, type TurnPorts } from './turn';

/** Runs an activity function; its failure is data. */
export type RunActivity = (
  name: string,
  input: string | undefined,
  instanceId: string,
) => Promise<{ result: string } | { failure: Pick<HistoryEvent, 'Reason' | 'Details' | 'FailureDetails'> }>;

export interface EngineOptions {
  store: TableStore;
  turn: TurnPorts;
  runActivity: RunActivity;
  maxConcurrentActivities: number;
  log: HostLog;
}

export interface StartRequest {
  name: string;
  /** Default: a new one. */
  instanceId?: string;
  /** JSON text. */
  input?: string;
  parent?: ParentTask;
}

export type MessageType = 'eventRaised' | 'executionTerminated' | 'executionSuspended' | 'executionResumed';

export interface Engine {
  /** Takes up all instances that had not ended. */
  start(): Promise<void>;
  /** Resolves when the instance is stored; `conflict` is the status of a live instance of that id. */
  startNew(request: StartRequest): Promise<{ instanceId: string } | { conflict: RuntimeStatus }>;
  /** Resolves when the message is stored. */
  post(instanceId: string, type: MessageType, fields: Partial<HistoryEvent>): Promise<'accepted' | 'ended' | 'unknown'>;
  record(instanceId: string): Promise<InstanceRecord | undefined>;
  history(instanceId: string): Promise<readonly HistoryEvent[]>;
  list(filter: RecordFilter, pageSize: number, continuation?: string): Promise<RecordPage>;
  /** Removes an instance; a live one only if `evenLive`. */
  purge(instanceId: string, evenLive?: boolean): Promise<'purged' | 'live' | 'unknown'>;
  /** Takes no more work; resolves when the commits under way are done. */
  stop(): Promise<void>;
}

export function createEngine({ store, turn, runActivity, maxConcurrentActivities, log }: EngineOptions): Engine {
  const actors = new Map<string, Actor>();
  const alarms = createAlarms();
  const pump = createActivityPump(maxConcurrentActivities);
  const oneAtATime = createKeyedQueue();
  const stopping = new AbortController();

  const ports: ActorPorts = {
    store,
    turn,
    log,
    stopping: stopping.signal,
    startTask,
    continuedAsNew({ record: { instanceId } }, endedExecution) {
      alarms.clear(instanceId);
      inBackground(instanceId, () => store.removeExecution(instanceId, endedExecution));
    },
    ended({ record }) {
      actors.delete(record.instanceId);
      alarms.clear(record.instanceId);
      const line = `Instance '${record.instanceId}' ended as ${record.status}`;
      if (record.status === 'Failed') log.error(record.name, line);
      else log.info(record.name, line);
      tellParent(record);
    },
    diverged({ record }, mailbox) {
      actors.delete(record.instanceId);
      alarms.clear(record.instanceId);
      inBackground(record.instanceId, async () => {
        const actor = await takeUp(record.instanceId, mailbox);
        if (actor) rearm(actor);
      });
    },
  };

  function addActor(stored: StoredInstance): Actor {
    const actor = createActor(stored, ports);
    actors.set(stored.record.instanceId, actor);
    return actor;
  }

  function inBackground(instanceId: string, job: () => Promise<unknown>): void {
    void oneAtATime(instanceId, job).catch((error) => {
      if (!stopping.signal.aborted) log.error('Durable', `Instance '${instanceId}': ${errorText(error)}`);
    });
  }

  async function startNew({ name, instanceId = newExecutionId(), input, parent }: StartRequest) {
    return oneAtATime(instanceId, async () => {
      let existing = actors.get(instanceId)?.record ?? (await store.readRecord(instanceId));
      if (existing && !isTerminal(existing.status)) {
        if (!parent) return { conflict: existing.status };
        if (isSameTask(existing.parent, parent)) return { instanceId };
        log.warn(
          'Durable',
          `Sub-orchestration '${name}' replaces the live instance '${instanceId}', as the real host does. Use unique instance ids.`,
        );
        existing = (await retire(instanceId)) ?? existing;
      }
      if (existing && parent && isSameTask(existing.parent, parent)) {
        tellParent(existing); // it ended just before a crash, and its parent has not heard of it
        return { instanceId };
      }
      const now = new Date().toISOString();
      const revision = (existing?.revision ?? 0) + 1;
      const times = { createdAt: now, updatedAt: now };
      const record: InstanceRecord = {
        instanceId,
        name,
        executionId: newExecutionId(),
        status: 'Pending',
        parent,
        input,
        historyCount: 0,
        revision,
        ...times,
      };
      await commitSurely(store, { record, appended: [], addMessages: [], removeMessages: [] }, log, stopping.signal);
      addActor({ record, history: [], messages: [], deadExecutions: [] }).wake();
      const replaced = existing?.executionId;
      if (replaced) inBackground(instanceId, () => store.removeExecution(instanceId, replaced));
      return { instanceId };
    });
  }

  /** Returns its record after its last turn. */
  async function retire(instanceId: string): Promise<InstanceRecord | undefined> {
    const actor = actors.get(instanceId);
    await actor?.retire();
    actors.delete(instanceId);
    alarms.clear(instanceId);
    return actor?.record;
  }

  function startTask({ record: { instanceId, executionId } }: Actor, event: HistoryEvent): void {
    const taskId = event.EventId;
    if (event.EventType === eventType.taskScheduled) pump.add(() => runTask(instanceId, executionId, event));
    else if (event.EventType === eventType.timerCreated) {
      const at = new Date(event.FireAt ?? 0);
      alarms.set(instanceId, taskId, at, () =>
        deliver(instanceId, executionId, { EventType: eventType.timerFired, TimerId: taskId, FireAt: event.FireAt }),
      );
    } else if (event.EventType === eventType.subOrchestrationCreated) {
      const parent: ParentTask = { instanceId, executionId, taskId };
      void startNew({ name: event.Name ?? '', instanceId: event.InstanceId, input: event.Input, parent }).catch((error) => {
        if (!stopping.signal.aborted)
          log.error('Durable', `Sub-orchestration '${event.InstanceId}' could not be started: ${errorText(error)}`);
      });
    }
  }

  async function runTask(instanceId: string, executionId: string, { EventId, Name = '', Input }: HistoryEvent): Promise<void> {
    const outcome = await runActivity(Name, Input, instanceId);
    const isDone = 'result' in outcome;
    if (isDone) deliver(instanceId, executionId, { EventType: eventType.taskCompleted, TaskScheduledId: EventId, Result: outcome.result });
    else deliver(instanceId, executionId, { EventType: eventType.taskFailed, TaskScheduledId: EventId, ...outcome.failure });
  }

  /** The result of a task, for the execution that scheduled it. If that has ended meanwhile, nobody wants it. */
  function deliver(
    instanceId: string,
    executionId: string,
    { EventType, ...fields }: Partial<HistoryEvent> & Pick<HistoryEvent, 'EventType'>,
  ): void {
    actors.get(instanceId)?.post({ executionId, event: eventMaker(new Date())(EventType, fields) });
  }

  function tellParent(child: InstanceRecord): void {
    if (child.parent) deliver(child.parent.instanceId, child.parent.executionId, childResult(child, child.parent.taskId));
  }

  async function takeUp(instanceId: string, mailbox: Mail[] = []): Promise<Actor | undefined> {
    const stored = await store.load(instanceId);
    if (!stored || isTerminal(stored.record.status)) {
      for (const mail of mailbox) mail.answered?.('ended');
      return undefined;
    }
    const actor = addActor(stored);
    for (const mail of mailbox) actor.post(mail);
    for (const dead of stored.deadExecutions) inBackground(instanceId, () => store.removeExecution(instanceId, dead));
    return actor;
  }

  function rearm(actor: Actor): void {
    const finished = new Set(actor.history.map((event) => event.TaskScheduledId ?? event.TimerId));
    const isTask = new Set<number>([eventType.taskScheduled, eventType.timerCreated, eventType.subOrchestrationCreated]);
    for (const event of actor.history) if (isTask.has(event.EventType) && !finished.has(event.EventId)) startTask(actor, event);
    actor.wake();
  }

  return {
    startNew,
    async start() {
      for (const instanceId of await store.liveInstanceIds()) await takeUp(instanceId);
      for (const actor of actors.values()) rearm(actor);
      if (actors.size > 0) log.info('Durable', `${actors.size} orchestration instances go on.`);
    },
    async post(instanceId, type, fields) {
      const actor = actors.get(instanceId);
      if (!actor) return (await store.readRecord(instanceId)) ? 'ended' : 'unknown';
      return new Promise((resolve) => actor.post({ event: eventMaker(new Date())(eventType[type], fields), answered: resolve }));
    },
    async record(instanceId) {
      return actors.get(instanceId)?.record ?? store.readRecord(instanceId);
    },
    async history(instanceId) {
      return actors.get(instanceId)?.history ?? (await store.load(instanceId))?.history ?? [];
    },
    list: (filter, pageSize, continuation) => store.list(filter, pageSize, continuation),
    purge(instanceId, evenLive = false) {
      return oneAtATime(instanceId, async () => {
        if (actors.has(instanceId)) {
          if (!evenLive) return 'live';
          await retire(instanceId);
        }
        if (!(await store.readRecord(instanceId))) return 'unknown';
        await store.remove(instanceId);
        return 'purged';
      });
    },
    async stop() {
      stopping.abort(new Error('The host is stopping.'));
      pump.stop();
      alarms.clearAll();
      await Promise.all([...actors.values()].map((actor) => actor.retire()));
    },
  };
}
