/** Which waiting messages a turn takes. A pure function. */
import { eventType, type HistoryEvent } from './protocol';

export interface Mail {
  event: HistoryEvent;
  /** Only for results of tasks: the execution that scheduled the task. */
  executionId?: string;
  /** Set if the message is stored as a row of its own. */
  storedKey?: string;
  /** Told once the message is committed (`accepted`), or that the instance had ended before. */
  answered?: (answer: 'accepted' | 'ended') => void;
}

export interface Selection {
  taken: Mail[];
  /** Held back while the instance is suspended, or to keep the turn small. */
  left: Mail[];
  /** Late or doubled: they have nothing to say to this execution. */
  dropped: Mail[];
  /** Whether the instance is suspended after these messages. */
  isSuspended: boolean;
}

/** Stored messages of one turn are removed in its deciding transaction, which has room for 100 operations. */
const maxStoredPerTurn = 90;

export function selectMail(
  mailbox: readonly Mail[],
  state: { executionId: string; finishedTasks: ReadonlySet<number>; isSuspended: boolean },
): Selection {
  const selection: Selection = { taken: [], left: [], dropped: [], isSuspended: state.isSuspended };
  const finished = new Set(state.finishedTasks);
  let storedCount = 0;

  function visit(mail: Mail): void {
    const { event } = mail;
    const taskId = event.TaskScheduledId ?? event.TimerId;
    const isLate = mail.executionId !== undefined && mail.executionId !== state.executionId;
    const isUnwanted = isLate || (taskId !== undefined && finished.has(taskId));
    const isFull = storedCount >= maxStoredPerTurn; // then all that follow are left too, to keep the order
    if (isFull || (!isUnwanted && selection.isSuspended && !isControl(event))) {
      selection.left.push(mail);
      return;
    }
    if (mail.storedKey !== undefined) storedCount++;
    if (isUnwanted) {
      selection.dropped.push(mail);
      return;
    }
    selection.taken.push(mail);
    if (taskId !== undefined) finished.add(taskId);
    if (event.EventType === eventType.executionSuspended) selection.isSuspended = true;
    if (event.EventType === eventType.executionResumed) {
      selection.isSuspended = false;
      for (const held of selection.left.splice(0)) visit(held); // they came before whatever follows the resume
    }
  }

  for (const mail of mailbox) visit(mail);
  return selection;
}

function isControl({ EventType }: HistoryEvent): boolean {
  return (
    EventType === eventType.executionSuspended || EventType === eventType.executionResumed || EventType === eventType.executionTerminated
  );
}
