/** Links on which the client sends: messages for a topic or queue, and requests to $cbs and $management. */
import type { EventContext, Receiver } from 'rhea';
import type { Broker } from '../broker/broker';
import type { Destination } from '../broker/entities';
import { checkSize, publish } from '../broker/publish';
import { AmqpFault, describeFault, notFound, notImplemented } from '../fault';
import { maxMessageBytes } from '../settings';
import { type Address, readAddress } from './address';
import { type Access, putToken } from './cbs';
import { requireGrant } from './connection-state';
import { handleManagementRequest } from './management';
import { splitBatch } from './message-codec';
import { readRequest } from './request-response';
import { localAttach } from './rhea-internals';

/** The format of a Service Bus batch: one message whose data sections are messages. */
const batchMessageFormat = 0x80013700;

export interface IncomingLinks {
  open(receiver: Receiver): void;
  receive(context: EventContext): void;
}

type Handler = (raw: Buffer, format: number) => void;

export function createIncomingLinks(broker: Broker, access: Access): IncomingLinks {
  const handlers = new WeakMap<Receiver, Handler>();

  function handlerFor(receiver: Receiver, address: Address): Handler {
    const { connection } = receiver;
    if (address.kind === 'cbs') return (raw) => putToken(connection, readRequest(raw), access);
    requireGrant(connection, address);
    if (address.kind === 'management') {
      const queue = broker.openQueue(address.path);
      const destination = broker.entities.destination(address.path);
      if (!queue && !destination) throw notFound(address.path);
      return (raw) => handleManagementRequest(broker, connection, { path: address.path, queue, destination }, readRequest(raw));
    }
    const destination = broker.entities.destination(address.path);
    if (!destination) throw notFound(address.path);
    return (raw, format) => publishEncoded(broker, destination, raw, format);
  }

  return {
    open(receiver) {
      const { target } = receiver;
      receiver.set_source(receiver.source ?? {});
      localAttach(receiver).max_message_size = maxMessageBytes;
      try {
        if (!target) throw notImplemented('transactions');
        receiver.set_target({ address: target.address });
        handlers.set(receiver, handlerFor(receiver, readAddress(target.address)));
      } catch (error) {
        receiver.close(describeFault(error));
      }
    },
    receive(context) {
      const { receiver, delivery } = context;
      if (!receiver || !delivery) return;
      try {
        const raw = context.message as unknown as Buffer; // see receiveRawMessages
        const handle = handlers.get(receiver);
        if (!handle) throw new AmqpFault('amqp:illegal-state', 'This link was refused; nothing that is sent on it is kept.');
        handle(raw, delivery.format);
        delivery.accept();
      } catch (error) {
        delivery.reject(describeFault(error));
      }
    },
  };
}

function publishEncoded(broker: Broker, destination: Destination, raw: Buffer, format: number): void {
  checkSize(raw.length);
  publish(broker, destination, format === batchMessageFormat ? splitBatch(raw) : [raw]);
}
