/** What becomes of a locked message: completed, given back, set aside, or dead. Each is in the journal before the client hears of it. */
import { withApplicationProperties } from '../amqp/message';
import type { JournalRecord } from '../journal/records';
import type { Broker } from './broker';
import type { MessageLock } from './message-locks';
import type { Queue } from './queue';

export type Settlement =
  | { readonly kind: 'complete' }
  | { readonly kind: 'abandon' | 'defer'; readonly properties: Record<string, unknown> }
  | { readonly kind: 'deadLetter'; readonly properties: Record<string, unknown>; readonly reason?: string; readonly description?: string };

/** Settles the message that the token locks; throws `com.microsoft:message-lock-lost` if the token locks nothing any more. */
export function settle(broker: Broker, queue: Queue, token: string, settlement: Settlement): void {
  const lock = queue.locks.get(token);
  finish(broker, queue, lock, recordsFor(queue, lock, settlement));
}

/** A lock that was not renewed counts as a failed delivery. */
export function returnExpiredLock(broker: Broker, queue: Queue, lock: MessageLock): void {
  finish(broker, queue, lock, failedDelivery(queue, lock, {}));
}

/**
 * Ends what a session's holder held. Only an expired session lock counts as a failed delivery; a closed receiver just gives its messages back
 * (the service's rule, "Message sessions", section on the delivery count).
 */
export function endSessionHold(broker: Broker, queue: Queue, holder: object, how: 'expired' | 'closed'): void {
  for (const lock of queue.locks.heldBy(holder)) {
    if (how === 'expired') returnExpiredLock(broker, queue, lock);
    else giveBackUncounted(queue, lock);
  }
  if (how === 'expired') [...queue.consumers].find((consumer) => consumer === holder)?.sessionLost();
  broker.deliver(queue);
}

/** Nothing durable changes here, so nothing is journalled: after a restart the message is available anyway. */
function giveBackUncounted(queue: Queue, lock: MessageLock): void {
  queue.locks.release(lock.token);
  const entry = queue.find(lock.entry.sequence);
  if (entry) queue.giveBack(entry);
}

function finish(broker: Broker, queue: Queue, lock: MessageLock, records: JournalRecord[]): void {
  broker.commit(records);
  queue.locks.release(lock.token);
}

function recordsFor(queue: Queue, lock: MessageLock, settlement: Settlement): JournalRecord[] {
  switch (settlement.kind) {
    case 'complete':
      return [{ kind: 'removed', queue: queue.name, sequence: lock.entry.sequence }];
    case 'abandon':
      return failedDelivery(queue, lock, settlement.properties);
    case 'defer':
      return [{ kind: 'deferred', queue: queue.name, sequence: lock.entry.sequence, body: changedBody(lock, settlement.properties) }];
    case 'deadLetter': {
      const { reason, description, properties } = settlement;
      return deadLetter(queue, lock, {
        ...properties,
        ...named('DeadLetterReason', reason),
        ...named('DeadLetterErrorDescription', description),
      });
    }
  }
}

const named = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });

function failedDelivery(queue: Queue, lock: MessageLock, properties: Record<string, unknown>): JournalRecord[] {
  const deliveryCount = lock.entry.deliveryCount + 1;
  if (deliveryCount >= queue.maxDeliveryCount) {
    const description = `Message could not be consumed after ${queue.maxDeliveryCount} delivery attempts.`;
    const why = { DeadLetterReason: 'MaxDeliveryCountExceeded', DeadLetterErrorDescription: description };
    return deadLetter(queue, { ...lock, entry: { ...lock.entry, deliveryCount } }, { ...properties, ...why });
  }
  return [{ kind: 'returned', queue: queue.name, sequence: lock.entry.sequence, deliveryCount, body: changedBody(lock, properties) }];
}

function changedBody({ entry }: MessageLock, properties: Record<string, unknown>): Buffer | undefined {
  const changed = withApplicationProperties(entry.message, properties);
  return changed === entry.message ? undefined : changed.raw;
}

/** One transaction removes the message here and adds it there. A message that dies in a dead-letter queue stays in it. */
function deadLetter(queue: Queue, lock: MessageLock, properties: Record<string, unknown>): JournalRecord[] {
  const { entry } = lock;
  const target = queue.deadLetters;
  const { raw } = withApplicationProperties(entry.message, properties);
  if (!target)
    return [{ kind: 'returned', queue: queue.name, sequence: entry.sequence, deliveryCount: entry.deliveryCount + 1, body: raw }];
  const copy = { queue: target.name, sequence: target.nextSequence(), deliveryCount: entry.deliveryCount, expiresAt: null };
  return [
    { kind: 'removed', queue: queue.name, sequence: entry.sequence },
    { kind: 'message', at: Date.now(), body: raw, copies: [copy] },
  ];
}
