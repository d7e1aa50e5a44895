/** The messages of one topic or queue that wait for their time. They get their places in queues and subscriptions only then, as in the service. */
import type { Message } from '../amqp/message';

export interface ScheduledMessage {
  /** Valid while the message waits; it gets another one when its time has come. */
  readonly sequence: number;
  readonly dueAt: number;
  readonly message: Message;
}

export interface ScheduledMessages {
  nextSequence(): number;
  lastSequence(): number;
  skipTo(sequence: number): void;
  add(scheduled: ScheduledMessage): void;
  remove(sequence: number): void;
  has(sequence: number): boolean;
  all(): IterableIterator<ScheduledMessage>;
  bytes(): number;
  /** Those whose time has come, in the order of their times. */
  due(now: number): ScheduledMessage[];
  /** When the next one is due; Infinity if none waits. */
  nextDueAt(): number;
}

export function createScheduledMessages(): ScheduledMessages {
  const waiting = new Map<number, ScheduledMessage>();
  let lastSequence = 0;
  let bytes = 0;

  return {
    nextSequence: () => ++lastSequence,
    lastSequence: () => lastSequence,
    skipTo(sequence) {
      lastSequence = Math.max(lastSequence, sequence);
    },
    add(scheduled) {
      waiting.set(scheduled.sequence, scheduled);
      bytes += scheduled.message.raw.length;
      lastSequence = Math.max(lastSequence, scheduled.sequence);
    },
    remove(sequence) {
      bytes -= waiting.get(sequence)?.message.raw.length ?? 0;
      waiting.delete(sequence);
    },
    has: (sequence) => waiting.has(sequence),
    all: () => waiting.values(),
    bytes: () => bytes,
    due: (now) =>
      [...waiting.values()]
        .filter(({ dueAt }) => dueAt <= now)
        .sort((one, other) => one.dueAt - other.dueAt || one.sequence - other.sequence),
    nextDueAt() {
      let next = Number.POSITIVE_INFINITY;
      for (const { dueAt } of waiting.values()) next = Math.min(next, dueAt);
      return next;
    },
  };
}
