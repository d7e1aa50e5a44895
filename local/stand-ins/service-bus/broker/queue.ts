/** A queue, a subscription, or the dead-letter queue of one: its messages, who may get them now, and who holds them. */

import { createDefaultRule, defaultRuleName, type Rule } from '../rules/rule';
import { defaultLockDurationMs, defaultMaxDeliveryCount, messageLifetimeMs, type SubscriptionSettings } from '../settings';
import type { Entry } from './entry';
import { createLanes } from './lanes';
import { createMessageLocks, type MessageLock, type MessageLocks } from './message-locks';
import { createSessionLocks, type SessionLocks } from './session-locks';

/** A receiver that is attached to a queue. */
export interface Consumer {
  readonly session?: string;
  wantsMore(): boolean;
  deliver(entry: Entry): void;
  /** The lock on the consumer's session expired. */
  sessionLost(): void;
}

/** A receiver that waits for any free session that has messages. */
export type SessionWaiter = (session: string) => void;

export interface Queue {
  /** The path as clients write it: `topic/Subscriptions/name/$DeadLetterQueue`. */
  readonly name: string;
  readonly requiresSession: boolean;
  readonly maxDeliveryCount: number;
  readonly lifetimeMs: number;
  readonly deadLetters?: Queue;
  readonly deadLetterSource?: string;
  readonly locks: MessageLocks;
  readonly sessions: SessionLocks;
  /** Of a subscription: which messages of its topic it gets, by name in lower case. A queue has none. */
  readonly rules?: Map<string, Rule>;
  readonly sessionStates: Map<string, Buffer>;
  readonly consumers: Set<Consumer>;
  readonly waiters: Set<SessionWaiter>;
  nextSequence(): number;
  lastSequence(): number;
  bytes(): number;
  /** All messages in order, locked ones too. */
  entries(): IterableIterator<Entry>;
  /** Durable changes, applied when the journal has them. */
  add(entry: Entry): void;
  drop(sequence: number): void;
  giveBack(entry: Entry): void;
  find(sequence: number): Entry | undefined;
  skipTo(sequence: number): void;
  /** Messages past their time to live; one that is locked may still be completed. */
  expired(now: number): Entry[];
  /** The next message for a session ('' in a queue without sessions), taken out of the available ones until it is locked, dropped or given back. */
  take(session: string): Entry | undefined;
  freeSession(): string | undefined;
}

export interface QueueEvents {
  onLockExpired(queue: Queue, lock: MessageLock): void;
  onSessionExpired(queue: Queue, holder: object): void;
}

export function createQueue(
  name: string,
  settings: Omit<SubscriptionSettings, 'name'> & { readonly isSubscription?: boolean },
  events: QueueEvents,
  deadLetterSource?: string,
): Queue {
  const lockDurationMs = settings.lockDurationMs ?? defaultLockDurationMs;
  const requiresSession = settings.requiresSession ?? false;
  const isDeadLetterQueue = deadLetterSource !== undefined;
  const stored = new Map<number, Entry>();
  const available = createLanes();
  let lastSequence = 0;
  let bytes = 0;
  const laneOf = (entry: Entry) => (requiresSession ? (entry.message.sessionId ?? '') : '');

  const queue: Queue = {
    name,
    requiresSession,
    maxDeliveryCount: isDeadLetterQueue ? Number.POSITIVE_INFINITY : (settings.maxDeliveryCount ?? defaultMaxDeliveryCount),
    lifetimeMs: isDeadLetterQueue ? Number.POSITIVE_INFINITY : messageLifetimeMs,
    deadLetters: isDeadLetterQueue ? undefined : createQueue(`${name}/$DeadLetterQueue`, { lockDurationMs }, events, name),
    deadLetterSource,
    locks: createMessageLocks(lockDurationMs, (lock) => events.onLockExpired(queue, lock)),
    sessions: createSessionLocks(lockDurationMs, (_session, holder) => events.onSessionExpired(queue, holder)),
    rules: settings.isSubscription ? new Map([[defaultRuleName.toLowerCase(), createDefaultRule()]]) : undefined,
    sessionStates: new Map(),
    consumers: new Set(),
    waiters: new Set(),
    nextSequence: () => ++lastSequence,
    lastSequence: () => lastSequence,
    bytes: () => bytes,
    entries: () => stored.values(),
    add(entry) {
      stored.set(entry.sequence, entry);
      bytes += entry.message.raw.length;
      lastSequence = Math.max(lastSequence, entry.sequence);
      if (!entry.isDeferred) available.put(laneOf(entry), entry);
    },
    drop(sequence) {
      const entry = stored.get(sequence);
      if (!entry) return;
      stored.delete(sequence);
      bytes -= entry.message.raw.length;
      available.remove(laneOf(entry), sequence);
    },
    giveBack(entry) {
      const earlier = stored.get(entry.sequence);
      if (!earlier) return;
      bytes += entry.message.raw.length - earlier.message.raw.length;
      stored.set(entry.sequence, entry); // keeps its place: a Map remembers the first insertion
      available.remove(laneOf(earlier), entry.sequence);
      if (!entry.isDeferred) available.put(laneOf(entry), entry);
    },
    find: (sequence) => stored.get(sequence),
    skipTo(sequence) {
      lastSequence = Math.max(lastSequence, sequence);
    },
    expired: (now) => [...stored.values()].filter((entry) => entry.expiresAt <= now && !queue.locks.isLocked(entry.sequence)),
    take: (session) => available.take(session),
    freeSession: () => available.waiting().find((session) => queue.sessions.isFree(session)),
  };
  return queue;
}
