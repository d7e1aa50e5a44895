/** The TCP side of the bus: accepts connections, runs rhea on them, and routes its events. */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type Connection, type ConnectionOptions, type Container, create_container, type EventContext, type Sender } from 'rhea';
import type { Broker } from '../broker/broker';
import { maxMessageBytes } from '../settings';
import type { Access } from './cbs';
import { createIncomingLinks } from './incoming-link';
import { createOutgoingLinks } from './outgoing-link';
import { acceptSocket, forgetSocket, receiveRawMessages } from './rhea-internals';
import { type OutcomeName, settleDelivery } from './settlement';

export interface AmqpServer {
  /** Listens and returns the port. */
  open(host: string, port: number): Promise<number>;
  /** Stops listening and drops every connection; done when all of them are gone. May be opened again. */
  close(): Promise<void>;
}

const connectionOptions = {
  container_id: 'pgflex-service-bus',
  max_frame_size: 65_536,
  idle_time_out: 120_000,
  tcp_no_delay: true,
  /**
   * rhea keeps a delivery in a ring until it is settled, in order: one message that is never settled blocks the ring when it is full. The ring
   * grows with use, so a large one costs nothing.
   */
  session_buffer_size: { incoming: 2048, outgoing: 65_536 },
  sender_options: { autosettle: true, treat_modified_as_released: false },
  receiver_options: { autoaccept: false, credit_window: 500, max_message_size: maxMessageBytes },
};

export function createAmqpServer(broker: Broker, access: Access, log: (line: string) => void): AmqpServer {
  const container = create_container({ id: connectionOptions.container_id });
  const sockets = new Set<Socket>();
  const links = routeEvents(container, broker, access, log);
  const server: Server = createServer((socket) => {
    const connection = container.create_connection(connectionOptions as unknown as ConnectionOptions);
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      forgetSocket(connection);
      links.detachAll(connection);
    });
    acceptSocket(connection, socket);
  });

  return {
    async open(host, port) {
      server.listen({ host, port });
      await once(server, 'listening'); // rejects with the server's error, such as EADDRINUSE
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : port;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function routeEvents(container: Container, broker: Broker, access: Access, log: (line: string) => void) {
  const incoming = createIncomingLinks(broker, access);
  const outgoing = createOutgoingLinks(broker);
  const senders = new Map<Connection, Set<Sender>>();
  const on = (event: string, handle: (context: EventContext) => void) => container.on(event, handle);
  const withSender = (handle: (sender: Sender) => void) => (context: EventContext) => {
    if (context.sender) handle(context.sender);
  };

  container.sasl_server_mechanisms.enable_anonymous();
  container.sasl_server_mechanisms.enable_plain(() => true); // rights come from $cbs, see cbs.ts

  on('session_open', ({ session }) => session && receiveRawMessages(session));
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
    'sender_flow',
    withSender((sender) => outgoing.flow(sender, false)),
  );
  on(
    'sender_draining',
    withSender((sender) => outgoing.flow(sender, true)),
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
  // Without a listener rhea throws these or prints them to the console; a client that misbehaves or vanishes only ends its own connection.
  for (const event of ['error', 'protocol_error'])
    container.on(event, (error: unknown) => log(`service-bus: client ended: ${describe(error)}`));
  for (const event of [
    'connection_error',
    'connection_close',
    'session_error',
    'sender_error',
    'receiver_error',
    'receiver_close',
    'disconnected',
  ]) {
    on(event, () => undefined);
  }

  return {
    detachAll(connection: Connection) {
      for (const sender of senders.get(connection) ?? []) outgoing.closed(sender);
      senders.delete(connection);
    },
  };
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
