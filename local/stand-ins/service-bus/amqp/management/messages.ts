/** Operations on the messages of a queue or subscription: peek, renew locks, settle by lock token, receive what was deferred. */
import { types } from 'rhea';
import { receiveDeferred } from '../../broker/receive-deferred';
import { type Settlement, settle } from '../../broker/settle';
import { AmqpFault } from '../../fault';
import { lockTokenOfUuid } from '../lock-token';
import { encodeDelivery } from '../message';
import { type Fields, listOf, numberOf, type QueueOperation, text } from './operation';

/** A peek answers with at least one message and then stops at this size, like the service. */
const peekBytes = 1024 * 1024;

const timestampType = 0x83;

/** AMQP's receiver settle mode "first": receiveAndDelete. */
const deletingSettleMode = 0;

export const peek: QueueOperation = (_broker, queue, fields) => {
  const from = numberOf(fields['from-sequence-number']);
  const count = numberOf(fields['message-count']);
  const session = fields['session-id'];
  const messages: unknown[] = [];
  let sizeBytes = 0;
  for (const entry of queue.entries()) {
    if (messages.length >= count || sizeBytes >= peekBytes) break;
    if (entry.sequence < from || (typeof session === 'string' && entry.message.sessionId !== session)) continue;
    const encoded = encodeDelivery(entry.message, { ...entry, deadLetterSource: queue.deadLetterSource });
    sizeBytes += encoded.length;
    messages.push(types.wrap_map({ message: encoded }));
  }
  return messages.length > 0 ? { status: 200, body: { messages: types.wrap_list(messages) } } : { status: 204, description: 'No Content' };
};

export const renewLocks: QueueOperation = (_broker, queue, fields) => {
  const expirations = lockTokens(fields).map((token) => queue.locks.renew(token));
  return { status: 200, body: { expirations: types.wrap_array(expirations, timestampType, undefined) } };
};

export const updateDisposition: QueueOperation = (broker, queue, fields) => {
  const settlement = readDisposition(fields);
  for (const token of lockTokens(fields)) settle(broker, queue, token, settlement);
  return { status: 200 };
};

function readDisposition(fields: Fields): Settlement {
  const properties = (fields['properties-to-modify'] ?? {}) as Fields;
  switch (fields['disposition-status']) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', properties };
    case 'defered': // the protocol's own spelling
      return { kind: 'defer', properties };
    case 'suspended': {
      const [reason, description] = [text(fields['deadletter-reason']), text(fields['deadletter-description'])];
      return { kind: 'deadLetter', properties, reason, description };
    }
    default:
      throw new AmqpFault('amqp:not-allowed', `The disposition status '${String(fields['disposition-status'])}' does not exist.`);
  }
}

export const receiveBySequenceNumber: QueueOperation = (broker, queue, fields) => {
  const sequences = listOf(fields['sequence-numbers']).map(numberOf);
  const isDeleting = numberOf(fields['receiver-settle-mode']) === deletingSettleMode;
  const deliveries = receiveDeferred(broker, queue, sequences, { session: text(fields['session-id']), isDeleting });
  const messages = deliveries.map(({ entry, lock }) => {
    const facts = { ...entry, lockedUntil: lock?.lockedUntil, deadLetterSource: queue.deadLetterSource };
    const token = lock ? { 'lock-token': types.wrap_uuid(Buffer.from(lock.token, 'hex')) } : {};
    return types.wrap_map({ message: encodeDelivery(entry.message, facts), ...token });
  });
  return { status: 200, body: { messages: types.wrap_list(messages) } };
};

const lockTokens = (fields: Fields): string[] =>
  listOf(fields['lock-tokens']).map((token) => lockTokenOfUuid(Buffer.from((token ?? '') as Buffer)));
