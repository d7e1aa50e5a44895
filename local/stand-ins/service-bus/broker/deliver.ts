/** Hands available messages to the receivers of a queue, and free sessions to those who wait for one. */
import type { Broker } from './broker';
import type { Entry } from './entry';
import type { Consumer, Queue } from './queue';

export function deliverAvailable(broker: Broker, queue: Queue): void {
  for (const waiter of [...queue.waiters]) {
    const session = queue.freeSession();
    if (session === undefined) break;
    queue.waiters.delete(waiter);
    waiter(session);
  }
  for (const consumer of [...queue.consumers]) {
    for (let entry = next(broker, queue, consumer); entry; entry = next(broker, queue, consumer)) deliver(queue, consumer, entry);
  }
}

function deliver(queue: Queue, consumer: Consumer, entry: Entry): void {
  try {
    consumer.deliver(entry);
  } catch (error) {
    queue.giveBack(entry); // the journal could not take its removal
    throw error;
  }
}

function next(broker: Broker, queue: Queue, consumer: Consumer): Entry | undefined {
  while (queue.consumers.has(consumer) && consumer.wantsMore()) {
    const entry = queue.take(consumer.session ?? '');
    if (!entry || entry.expiresAt > Date.now()) return entry;
    broker.commit([{ kind: 'removed', queue: queue.name, sequence: entry.sequence }]);
  }
  return undefined;
}
