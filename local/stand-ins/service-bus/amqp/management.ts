/** $management of a queue, subscription or topic: finds the operation that a request names, and answers with its result or its fault. */
import type { Connection } from 'rhea';
import type { Broker } from '../broker/broker';
import { AmqpFault, describeFault, notImplemented } from '../fault';
import { peek, receiveBySequenceNumber, renewLocks, updateDisposition } from './management/messages';
import type { DestinationOperation, Fields, ManagedEntity, QueueOperation } from './management/operation';
import { addRule, listRules, removeRule } from './management/rules';
import { cancelScheduledMessages, scheduleMessages } from './management/scheduled';
import { getSessionState, renewSessionLock, setSessionState } from './management/sessions';
import { type Request, type Response, respond } from './request-response';

const queueOperations: Record<string, QueueOperation> = {
  'peek-message': peek,
  'renew-lock': renewLocks,
  'update-disposition': updateDisposition,
  'receive-by-sequence-number': receiveBySequenceNumber,
  'renew-session-lock': renewSessionLock,
  'get-session-state': getSessionState,
  'set-session-state': setSessionState,
  'add-rule': addRule,
  'remove-rule': removeRule,
  'enumerate-rules': listRules,
};

const destinationOperations: Record<string, DestinationOperation> = {
  'schedule-message': scheduleMessages,
  'cancel-scheduled-message': cancelScheduledMessages,
};

/** Operations of the service that this bus does not have, in words that say which feature they belong to. */
const missing: Record<string, string> = {
  'get-message-sessions': 'listing sessions',
  'batch-delete-messages': 'deleting messages in batches',
};

const statusByCondition: Record<string, number> = {
  'amqp:not-found': 404,
  'amqp:not-allowed': 400,
  'amqp:not-implemented': 501,
  'com.microsoft:argument-error': 400,
  'com.microsoft:entity-already-exists': 409,
  'com.microsoft:message-not-found': 404,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:session-lock-lost': 410,
};

export function handleManagementRequest(broker: Broker, connection: Connection, entity: ManagedEntity, request: Request): void {
  try {
    respond(connection, request, perform(broker, entity, request));
  } catch (error) {
    const { condition, description } = describeFault(error);
    respond(connection, request, { status: statusByCondition[condition] ?? 500, description, condition });
  }
}

function perform(broker: Broker, { path, queue, destination }: ManagedEntity, request: Request): Response {
  const name = request.operation.replace(/^com\.microsoft:/, '');
  const fields = (request.body ?? {}) as Fields;
  const ofQueue = queueOperations[name];
  const ofDestination = destinationOperations[name];
  if (ofQueue && queue) return ofQueue(broker, queue, fields);
  if (ofDestination && destination) return ofDestination(broker, destination, fields);
  if (ofQueue) throw new AmqpFault('amqp:not-allowed', `A topic has no messages or rules: send '${name}' to a subscription of '${path}'.`);
  if (ofDestination) throw new AmqpFault('amqp:not-allowed', `'${path}' is a subscription: send '${name}' to its topic.`);
  throw notImplemented(missing[name] ?? `the operation '${request.operation}'`);
}
