/** Takes messages in: one transaction for a whole batch, each message id once within the duplicate window, for now or for a later time. */
import { type Message, parseMessage } from '../amqp/message';
import { AmqpFault } from '../fault';
import type { JournalRecord } from '../journal/records';
import { maxEntityBytes, maxMessageBytes } from '../settings';
import type { Broker } from './broker';
import { copies, requireSession } from './copies';
import type { Destination } from './entities';

const scheduledTimeAnnotation = 'x-opt-scheduled-enqueue-time';

/**
 * Accepts all of the messages or none: when it returns they are in the journal, when it throws nothing has changed. Answers for each message the
 * sequence number by which it can be cancelled while it waits for its time; 0 for one that does not wait.
 */
export function publish(broker: Broker, destination: Destination, encoded: readonly Buffer[]): number[] {
  const at = Date.now();
  const inThisBatch = new Set<string>();
  const records: JournalRecord[] = [];
  const sequences = encoded.map(parseMessage).map((message) => {
    const { messageId } = message;
    if (destination.duplicates.has(messageId) || inThisBatch.has(messageId)) return 0; // accepted and dropped, as the service does
    inThisBatch.add(messageId);
    if (message.isIdFromSender) records.push({ kind: 'accepted', entity: destination.name, messageId, at });
    const dueAt = dueTime(message);
    if (dueAt <= at) {
      records.push(...copies(destination, message, at));
      return 0;
    }
    const waiting = waitingMessage(destination, message, dueAt);
    records.push(waiting);
    return waiting.sequence;
  });
  if (records.length > 0) broker.commit(records);
  return sequences;
}

export function checkSize(sizeBytes: number): void {
  if (sizeBytes <= maxMessageBytes) return;
  const description = `The message or batch has ${sizeBytes} bytes; the limit is ${maxMessageBytes} bytes (1 MiB). Send a link to the data instead.`;
  throw new AmqpFault('amqp:link:message-size-exceeded', description);
}

function dueTime(message: Message): number {
  const time = Number(message.annotations[scheduledTimeAnnotation]?.value ?? 0); // a timestamp is a Date here
  return Number.isFinite(time) ? time : 0;
}

function waitingMessage(destination: Destination, message: Message, dueAt: number) {
  for (const queue of destination.isTopic ? [] : destination.queues) requireSession(queue, message); // later nobody could be told
  const { scheduled } = destination;
  if (scheduled.bytes() + message.raw.length > maxEntityBytes) {
    const description = `'${destination.name}' holds ${scheduled.bytes()} bytes of scheduled messages; its limit is ${maxEntityBytes}. Cancel some first.`;
    throw new AmqpFault('amqp:resource-limit-exceeded', description);
  }
  const sequence = scheduled.nextSequence();
  return { kind: 'scheduled', entity: destination.name, sequence, dueAt, body: message.raw } as const;
}
