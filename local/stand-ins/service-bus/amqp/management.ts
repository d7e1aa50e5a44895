/** $management of a queue or subscription: peek, renew locks, settle by lock token, and the state of sessions. */
import { type Connection, message, types } from 'rhea';
import type { Broker } from '../broker/broker';
import type { Queue } from '../broker/queue';
import { type Settlement, settle } from '../broker/settle';
import { AmqpFault, describeFault, notImplemented } from '../fault';
import { lockTokenOfUuid } from './lock-token';
import { encodeDelivery } from './message';
import { type Request, type Response, respond } from './request-response';

type Fields = Record<string, unknown>;
type Operation = (broker: Broker, queue: Queue, fields: Fields) => Response;

/** A peek answers with at least one message and then stops at this size, like the service. */
const peekBytes = 1024 * 1024;

const timestampType = 0x83;

const operations: Record<string, Operation> = {
  'peek-message': peek,
  'renew-lock': renewLocks,
  'update-disposition': updateDisposition,
  'renew-session-lock': renewSessionLock,
  'get-session-state': getSessionState,
  'set-session-state': setSessionState,
};

/** Operations of the service that this bus does not have, in words that say which feature they belong to. */
const missing: Record<string, string> = {
  'schedule-message': 'scheduled messages',
  'cancel-scheduled-message': 'scheduled messages',
  'receive-by-sequence-number': 'deferred messages',
  'add-rule': 'subscription rules (every subscription gets every message)',
  'remove-rule': 'subscription rules (every subscription gets every message)',
  'enumerate-rules': 'subscription rules (every subscription gets every message)',
  'get-message-sessions': 'listing sessions',
  'batch-delete-messages': 'deleting messages in batches',
};

const statusByCondition: Record<string, number> = {
  'amqp:not-found': 404,
  'amqp:not-allowed': 400,
  'amqp:not-implemented': 501,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:session-lock-lost': 410,
};

export function handleManagementRequest(broker: Broker, connection: Connection, queue: Queue | undefined, request: Request): void {
  try {
    const name = request.operation.replace(/^com\.microsoft:/, '');
    const operation = operations[name];
    if (!operation) throw notImplemented(missing[name] ?? `the operation '${request.operation}'`);
    if (!queue) throw new AmqpFault('amqp:not-allowed', `A topic has no messages of its own: send '${name}' to one of its subscriptions.`);
    respond(connection, request, operation(broker, queue, (request.body ?? {}) as Fields));
  } catch (error) {
    const { condition, description } = describeFault(error);
    respond(connection, request, { status: statusByCondition[condition] ?? 500, description, condition });
  }
}

function peek(_broker: Broker, queue: Queue, fields: Fields): Response {
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
}

function renewLocks(_broker: Broker, queue: Queue, fields: Fields): Response {
  const expirations = lockTokens(fields).map((token) => queue.locks.renew(token));
  return { status: 200, body: { expirations: types.wrap_array(expirations, timestampType, undefined) } };
}

function updateDisposition(broker: Broker, queue: Queue, fields: Fields): Response {
  const settlement = readDisposition(fields);
  for (const token of lockTokens(fields)) settle(broker, queue, token, settlement);
  return { status: 200 };
}

function readDisposition(fields: Fields): Settlement {
  const properties = (fields['properties-to-modify'] ?? {}) as Fields;
  switch (fields['disposition-status']) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', properties };
    case 'suspended':
      return {
        kind: 'deadLetter',
        properties,
        reason: text(fields['deadletter-reason']),
        description: text(fields['deadletter-description']),
      };
    case 'defered': // the protocol's own spelling
      throw notImplemented('deferred messages (deferMessage)');
    default:
      throw new AmqpFault('amqp:not-allowed', `The disposition status '${String(fields['disposition-status'])}' does not exist.`);
  }
}

function renewSessionLock(_broker: Broker, queue: Queue, fields: Fields): Response {
  return { status: 200, body: { expiration: types.wrap_timestamp(queue.sessions.renew(sessionOf(fields))) } };
}

/** A state is kept as the encoded AMQP value that the client sent, whatever its type. */
function getSessionState(_broker: Broker, queue: Queue, fields: Fields): Response {
  const session = sessionOf(fields);
  queue.sessions.holder(session);
  const state = queue.sessionStates.get(session);
  return { status: 200, body: { 'session-state': state ? message.decode(state).body : null } };
}

function setSessionState(broker: Broker, queue: Queue, fields: Fields): Response {
  const session = sessionOf(fields);
  queue.sessions.holder(session);
  const value = fields['session-state'] ?? null;
  const state = value === null ? null : message.encode({ body: value });
  broker.commit([{ kind: 'sessionState', queue: queue.name, session, state }]);
  return { status: 200 };
}

const sessionOf = (fields: Fields): string => String(fields['session-id'] ?? '');

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** AMQP longs arrive as numbers, or as bytes when they are too large for one. */
const numberOf = (value: unknown): number => (Buffer.isBuffer(value) ? Number(value.readBigInt64BE()) : Number(value ?? 0));

function lockTokens(fields: Fields): string[] {
  const tokens = fields['lock-tokens'];
  const list: unknown[] = Array.isArray(tokens) ? tokens : [tokens];
  return list.map((token) => lockTokenOfUuid(Buffer.from((token ?? '') as Buffer)));
}
