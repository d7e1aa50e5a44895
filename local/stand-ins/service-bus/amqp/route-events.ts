/** Which of rhea's events means what to the bus. */
import type { Connection, Container, EventContext, Sender } from 'rhea';
import type { Broker } from '../broker/broker';
import type { Access } from './cbs';
import { createIncomingLinks } from './incoming-link';
import { createOutgoingLinks } from './outgoing-link';
import { receiveRawMessages, watchFlow } from './rhea-internals';
import { type OutcomeName, settleDelivery } from './settlement';

/** Without a listener rhea throws these or prints them to the console; what matters about them comes with a closed link or socket. */
const quietEvents = [
  'connection_error',
  'connection_close',
  'session_error',
  'sender_error',
  'receiver_error',
  'receiver_close',
  'disconnected',
];

export interface Links {
  /** The connection is gone, and its links with it. */
  detachAll(connection: Connection): void;
}

export function routeEvents(container: Container, broker: Broker, access: Access, log: (line: string) => void): Links {
  const incoming = createIncomingLinks(broker, access);
  const outgoing = createOutgoingLinks(broker);
  const senders = new Map<Connection, Set<Sender>>();
  const on = (event: string, handle: (context: EventContext) => void) => container.on(event, handle);
  const withSender = (handle: (sender: Sender) => void) => (context: EventContext) => {
    if (context.sender) handle(context.sender);
  };

  container.sasl_server_mechanisms.enable_anonymous();
  container.sasl_server_mechanisms.enable_plain(() => true); // rights come from $cbs, see cbs.ts

  on('session_open', ({ session }) => {
    if (!session) return;
    receiveRawMessages(session);
    watchFlow(session, () => session.each_sender(outgoing.flow, () => true));
  });
  on('receiver_open', ({ receiver }) => receiver && incoming.open(receiver));
  on('message', incoming.receive);
  on(
    'sender_open',
    withSender((sender) => {
      const own = senders.get(sender.connection) ?? new Set();
      senders.set(sender.connection, own.add(sender));
      outgoing.open(sender);
    }),
  );
  on(
    'sender_draining',
    withSender((sender) => outgoing.drain(sender)),
  );
  on(
    'sender_close',
    withSender((sender) => {
      senders.get(sender.connection)?.delete(sender);
      outgoing.closed(sender);
    }),
  );
  on('session_close', ({ session }) =>
    session?.each_sender(
      (sender: Sender) => outgoing.closed(sender),
      () => true,
    ),
  );
  for (const outcome of ['accepted', 'released', 'modified', 'rejected'] satisfies OutcomeName[]) {
    on(outcome, ({ delivery, sender }) => delivery && sender && settleDelivery(broker, delivery, outgoing.lockOf(delivery), outcome));
  }
  for (const event of ['error', 'protocol_error']) {
    container.on(event, (error: unknown) =>
      log(`service-bus: a client's connection ended: ${error instanceof Error ? error.message : error}`),
    );
  }
  for (const event of quietEvents) on(event, () => undefined);

  return {
    detachAll(connection: Connection) {
      for (const sender of senders.get(connection) ?? []) outgoing.closed(sender);
      senders.delete(connection);
    },
  };
}
