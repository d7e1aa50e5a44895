/** Takes messages in: one transaction for a whole batch, a copy for each subscription, each message id once within the duplicate window. */
import { type Message, parseMessage, withApplicationProperties } from '../amqp/message';
import { AmqpFault, notImplemented } from '../fault';
import type { JournalRecord } from '../journal/records';
import { maxEntityBytes, maxMessageBytes } from '../settings';
import type { Broker } from './broker';
import type { Destination } from './entities';
import type { Queue } from './queue';

/** Accepts all of the messages or none: when it returns they are in the journal, when it throws nothing has changed. */
export function publish(broker: Broker, destination: Destination, encoded: readonly Buffer[]): void {
  const at = Date.now();
  const inThisBatch = new Set<string>();
  const records: JournalRecord[] = [];
  for (const message of encoded.map(parseMessage)) {
    const { messageId } = message;
    if (destination.duplicates.has(messageId) || inThisBatch.has(messageId)) continue; // accepted and dropped, as the service does
    inThisBatch.add(messageId);
    checkSupported(message);
    if (message.isIdFromSender) records.push({ kind: 'accepted', entity: destination.name, messageId, at });
    records.push(...copies(destination, message, at));
  }
  if (records.length > 0) broker.commit(records);
}

export function checkSize(sizeBytes: number): void {
  if (sizeBytes <= maxMessageBytes) return;
  const description = `The message or batch has ${sizeBytes} bytes; the limit is ${maxMessageBytes} bytes (1 MiB). Send a link to the data instead.`;
  throw new AmqpFault('amqp:link:message-size-exceeded', description);
}

function checkSupported(message: Message): void {
  if ('x-opt-scheduled-enqueue-time' in message.annotations) throw notImplemented('scheduled messages (scheduledEnqueueTimeUtc)');
}

function copies(destination: Destination, message: Message, at: number): JournalRecord[] {
  for (const queue of destination.queues) checkRoom(queue, message);
  const records: JournalRecord[] = [];
  const plain = destination.queues.filter((queue) => accepts(destination, queue, message));
  if (plain.length > 0) records.push({ kind: 'message', at, body: message.raw, copies: plain.map((queue) => copy(queue, message, at)) });
  for (const { deadLetters } of destination.queues.filter((queue) => !plain.includes(queue))) {
    if (!deadLetters) continue;
    const description = "Session-enabled entity doesn't allow a message whose session identifier is null.";
    const dead = withApplicationProperties(message, { DeadLetterReason: 'Session ID is null.', DeadLetterErrorDescription: description });
    records.push({ kind: 'message', at, body: dead.raw, copies: [copy(deadLetters, dead, at)] });
  }
  return records;
}

/** A message without a session: a session queue refuses it, a session subscription puts it into its dead-letter queue. */
function accepts(destination: Destination, queue: Queue, message: Message): boolean {
  if (!queue.requiresSession || message.sessionId !== undefined) return true;
  if (destination.isTopic) return false;
  const description = `The SessionId was not set on a message, and it cannot be sent to '${queue.name}', which requires sessions. Set sessionId.`;
  throw new AmqpFault('amqp:not-allowed', description);
}

function copy(queue: Queue, message: Message, at: number) {
  const lifetimeMs =
    queue.deadLetterSource === undefined ? Math.min(message.ttlMs ?? Number.POSITIVE_INFINITY, queue.lifetimeMs) : queue.lifetimeMs;
  return {
    queue: queue.name,
    sequence: queue.nextSequence(),
    deliveryCount: 0,
    expiresAt: Number.isFinite(lifetimeMs) ? at + lifetimeMs : null,
  };
}

function checkRoom(queue: Queue, message: Message): void {
  if (queue.bytes() + message.raw.length <= maxEntityBytes) return;
  const description = `'${queue.name}' holds ${queue.bytes()} bytes of undelivered messages; its limit is ${maxEntityBytes}. Receive from it first.`;
  throw new AmqpFault('amqp:resource-limit-exceeded', description);
}
