/**
 * One live instance: takes its messages in turns, one at a time, and commits each turn before anything follows from it. What it holds in
 * memory is always what is stored.
 */
import { randomUUID } from 'node:crypto';
import { errorText, type HostLog } from '../log';
import { commitSurely, StoreDiverged } from './commit-surely';
import { type Mail, type Selection, selectMail } from './mailbox';
import { eventType, type HistoryEvent, isTerminal } from './protocol';
import type { InstanceRecord } from './record';
import type { StoredInstance, StoredMessage, TableStore } from './table-store';
import { type Turn, type TurnPorts, takeTurn } from './turn';

export interface ActorPorts {
  store: TableStore;
  turn: TurnPorts;
  log: HostLog;
  /** Aborted when the host stops. */
  stopping: AbortSignal;
  /** Starts what a committed turn scheduled. */
  startTask(actor: Actor, event: HistoryEvent): void;
  /** Called after the commit; the next execution has begun, and nothing of the former is wanted any more. */
  continuedAsNew(actor: Actor, endedExecution: string): void;
  ended(actor: Actor): void;
  /** Memory and store differ: the instance must be loaded again, with these messages. */
  diverged(actor: Actor, mailbox: Mail[]): void;
}

export interface Actor {
  readonly record: InstanceRecord;
  readonly history: readonly HistoryEvent[];
  post(mail: Mail): void;
  /** Begins whatever there is to do. */
  wake(): void;
  /** Ends it after the turn under way; its messages are answered with `ended`. */
  retire(): Promise<void>;
}

export function createActor(stored: StoredInstance, ports: ActorPorts): Actor {
  let { record } = stored;
  let history = stored.history;
  let finishedTasks = tasksFinishedIn(history);
  let mailbox: Mail[] = stored.messages.map(({ key, event }) => ({ event, storedKey: key }));
  let running: Promise<void> | undefined;
  let isRetired = false;

  const select = (): Selection =>
    selectMail(mailbox, { executionId: record.executionId, finishedTasks, isSuspended: record.status === 'Suspended' });
  const awaitsFirstTurn = (): boolean => record.historyCount === 0 && record.status !== 'Suspended';

  function hasWork(): boolean {
    if (ports.stopping.aborted || isRetired || isTerminal(record.status)) return false;
    if (awaitsFirstTurn()) return true;
    const { taken, dropped, left } = select();
    return taken.length > 0 || dropped.length > 0 || left.some((mail) => mail.storedKey === undefined);
  }

  async function run(): Promise<void> {
    // Messages that arrive together, such as the results of a fan-out, are then taken in one turn.
    await new Promise(setImmediate);
    while (hasWork()) {
      const selection = select();
      if (selection.taken.length > 0 || awaitsFirstTurn()) await runTurn(selection);
      else await keepForLater(selection);
    }
  }

  async function runTurn(selection: Selection): Promise<void> {
    const now = new Date();
    const { instanceId, executionId, name, parent, input } = record;
    const execution = { instanceId, executionId, name, input, history, parentInstanceId: parent?.instanceId };
    const turn = await takeTurn(
      execution,
      selection.taken.map((mail) => mail.event),
      now,
      ports.turn,
    );
    if (turn.status === 'ContinuedAsNew') await continueAsNew(turn, selection, now);
    else await goOn(turn, selection, now);
  }

  async function goOn(turn: Turn, selection: Selection, now: Date): Promise<void> {
    const { appended, output, customStatus = record.customStatus } = turn;
    const status = turn.status === 'Running' && selection.isSuspended ? 'Suspended' : turn.status;
    if (status === 'ContinuedAsNew') throw new Error('goOn was called for an execution that has ended.');
    const next = { ...nextRevision(now), status, output, customStatus, historyCount: record.historyCount + appended.length };
    const kept = isTerminal(status) ? [] : selection.left;
    const addMessages = storable(kept);
    await commit(next, appended, addMessages, [...selection.taken, ...selection.dropped]);

    history = [...history, ...appended];
    finishedTasks = tasksFinishedIn(appended, finishedTasks);
    warnIfBlocked(turn);
    settle(selection, addMessages);
    for (const event of turn.started) ports.startTask(actor, event);
    if (isTerminal(status)) end();
  }

  /** The next execution begins with the events that go over to it; what belonged to the old one is void. */
  async function continueAsNew(turn: Turn, selection: Selection, now: Date): Promise<void> {
    const endedExecution = record.executionId;
    const executionId = newExecutionId();
    const status = selection.isSuspended ? 'Suspended' : 'Running';
    const customStatus = turn.customStatus ?? record.customStatus;
    const next: InstanceRecord = { ...nextRevision(now), executionId, status, input: turn.next?.input, customStatus, historyCount: 0 };
    const carriedOver = (turn.next?.carriedOver ?? []).map<StoredMessage>((event) => ({ key: newMessageKey(), event }));
    const left = selection.left
      .filter((mail) => mail.executionId === undefined)
      .map<StoredMessage>(({ event }) => ({ key: newMessageKey(), event }));
    await commit(next, [], [...carriedOver, ...left], []);

    history = [];
    finishedTasks = new Set();
    const arrivedMeanwhile = mailbox.filter((mail) => !selectedMail(selection).includes(mail));
    for (const mail of selectedMail(selection)) mail.answered?.('accepted');
    mailbox = [...[...carriedOver, ...left].map(({ key, event }) => ({ event, storedKey: key })), ...arrivedMeanwhile];
    ports.continuedAsNew(actor, endedExecution);
  }

  /** Suspended: messages are acknowledged, so they must survive; they are taken when the instance is resumed. */
  async function keepForLater(selection: Selection): Promise<void> {
    const addMessages = storable(selection.left);
    await commit(nextRevision(new Date()), [], addMessages, selection.dropped);
    settle(selection, addMessages);
  }

  async function commit(next: InstanceRecord, appended: HistoryEvent[], addMessages: StoredMessage[], gone: Mail[]): Promise<void> {
    const removeMessages = gone.flatMap(({ storedKey: key, event }) => (key === undefined ? [] : [{ key, event }]));
    await commitSurely(ports.store, { record: next, appended, addMessages, removeMessages }, ports.log, ports.stopping);
    record = next;
  }

  function nextRevision(now: Date): InstanceRecord {
    return { ...record, updatedAt: now.toISOString(), revision: record.revision + 1 };
  }

  /** After the commit: forgets what was taken, remembers what was stored, and tells the senders. */
  function settle(selection: Selection, stored: StoredMessage[]): void {
    const isGone = new Set([...selection.taken, ...selection.dropped]);
    mailbox = mailbox.filter((mail) => !isGone.has(mail));
    for (const mail of mailbox) {
      const row = stored.find(({ event }) => event === mail.event);
      if (!row) continue;
      mail.storedKey = row.key;
      mail.answered?.('accepted');
    }
    for (const mail of isGone) mail.answered?.('accepted');
  }

  function end(): void {
    for (const mail of mailbox.splice(0)) mail.answered?.('ended');
    ports.ended(actor);
  }

  function warnIfBlocked({ blockedByEvents }: Turn): void {
    if (!blockedByEvents) return;
    ports.log.warn(
      'Durable',
      `Orchestration '${record.name}' (instance '${record.instanceId}') has gone on, but the host, here and in Azure, still waits for the event ${blockedByEvents.map((name) => `'${name}'`).join(', ')} that it put into a Task.all or twice into a compound.`,
    );
  }

  function wake(): void {
    if (running || !hasWork()) return;
    running = run()
      .then(
        () => wake,
        (error) => reportFailure(error),
      )
      .then((next) => {
        running = undefined;
        next?.();
      });
  }

  /** A defect of the host: to try again at once would only repeat it; the next message, or the next start, does. */
  function reportFailure(error: unknown): undefined {
    if (error instanceof StoreDiverged) {
      isRetired = true;
      ports.log.error('Durable', errorText(error));
      ports.diverged(actor, mailbox.splice(0));
    } else if (!ports.stopping.aborted) {
      ports.log.error('Durable', `Instance '${record.instanceId}': ${error instanceof Error ? error.stack : error}`);
    }
  }

  const actor: Actor = {
    get record() {
      return record;
    },
    get history() {
      return history;
    },
    wake,
    post(mail) {
      if (isRetired || isTerminal(record.status)) mail.answered?.('ended');
      else {
        mailbox.push(mail);
        wake();
      }
    },
    async retire() {
      isRetired = true;
      await running;
      // When the host stops, senders learn it from their closed connection.
      if (!ports.stopping.aborted) for (const mail of mailbox.splice(0)) mail.answered?.('ended');
    },
  };
  return actor;
}

export function newExecutionId(): string {
  return randomUUID().replaceAll('-', '');
}

function tasksFinishedIn(events: readonly HistoryEvent[], before: ReadonlySet<number> = new Set()): Set<number> {
  const finished = new Set(before);
  for (const event of events) {
    const taskId = event.EventType === eventType.timerFired ? event.TimerId : event.TaskScheduledId;
    if (taskId !== undefined) finished.add(taskId);
  }
  return finished;
}

function selectedMail({ taken, dropped, left }: Selection): Mail[] {
  return [...taken, ...dropped, ...left];
}

function storable(mails: Mail[]): StoredMessage[] {
  return mails.filter((mail) => mail.storedKey === undefined).map(({ event }) => ({ key: newMessageKey(), event }));
}

let messageCount = 0;

/** Sorts by time of arrival, over restarts too. */
function newMessageKey(): string {
  return `${String(Date.now()).padStart(15, '0')}-${String(++messageCount).padStart(10, '0')}`;
}
