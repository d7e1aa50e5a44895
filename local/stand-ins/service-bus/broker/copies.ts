/** Where a message goes now: a copy into the queue, or into each subscription of the topic that has a rule for it. */
import { type Message, withApplicationProperties } from '../amqp/message';
import { AmqpFault } from '../fault';
import type { JournalRecord } from '../journal/records';
import { anyRuleMatches } from '../rules/rule';
import { maxEntityBytes } from '../settings';
import type { Destination } from './entities';
import type { Queue } from './queue';

export function copies(destination: Destination, message: Message, at: number): JournalRecord[] {
  const targets = destination.queues.filter(({ rules }) => !rules || anyRuleMatches(rules.values(), message));
  for (const queue of targets) checkRoom(queue, message);
  const records: JournalRecord[] = [];
  const plain = targets.filter((queue) => accepts(destination, queue, message));
  if (plain.length > 0) records.push({ kind: 'message', at, body: message.raw, copies: plain.map((queue) => copy(queue, message, at)) });
  for (const { deadLetters } of targets.filter((queue) => !plain.includes(queue))) {
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
  if (!destination.isTopic) requireSession(queue, message);
  return false;
}

/** Throws for a message without a session where the queue requires one. */
export function requireSession(queue: Queue, message: Message): void {
  if (!queue.requiresSession || message.sessionId !== undefined) return;
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
