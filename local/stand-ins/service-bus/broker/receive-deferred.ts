/** Hands out messages that were set aside, by their sequence numbers: locked, or removed at once. */
import { AmqpFault } from '../fault';
import type { Broker } from './broker';
import type { Entry } from './entry';
import type { MessageLock } from './message-locks';
import type { Queue } from './queue';

export interface DeferredDelivery {
  readonly entry: Entry;
  /** None for receiveAndDelete. */
  readonly lock?: MessageLock;
}

/** All of them or none. `session`: of the receiver, which must hold it. */
export function receiveDeferred(
  broker: Broker,
  queue: Queue,
  sequences: readonly number[],
  options: { readonly session?: string; readonly isDeleting: boolean },
): DeferredDelivery[] {
  const { session } = options;
  if (queue.requiresSession && session === undefined) {
    throw new AmqpFault('amqp:not-allowed', `'${queue.name}' requires sessions: receive its deferred messages with a session receiver.`);
  }
  const holder = session === undefined ? undefined : queue.sessions.holder(session);
  const entries = sequences.map((sequence) => find(queue, sequence, session));
  if (options.isDeleting) {
    broker.commit(entries.map(({ sequence }) => ({ kind: 'removed', queue: queue.name, sequence })));
    return entries.map((entry) => ({ entry }));
  }
  return entries.map((entry) => {
    if (holder === undefined || session === undefined) return { entry, lock: queue.locks.lock(entry) };
    return { entry, lock: queue.locks.lockInSession(entry, holder, queue.sessions.lockedUntil(session)) };
  });
}

function find(queue: Queue, sequence: number, session: string | undefined): Entry {
  const entry = queue.find(sequence);
  const isInSession = session === undefined || entry?.message.sessionId === session;
  if (entry?.isDeferred && isInSession && entry.expiresAt > Date.now() && !queue.locks.isLocked(sequence)) return entry;
  const description = `Failed to lock one or more specified messages: '${queue.name}' has no deferred message ${sequence} that is free.`;
  throw new AmqpFault('com.microsoft:message-not-found', description);
}
