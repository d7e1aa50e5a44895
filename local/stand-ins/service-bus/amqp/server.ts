/** The TCP side of the bus: accepts connections and gives them to rhea. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type ConnectionOptions, create_container } from 'rhea';
import type { Broker } from '../broker/broker';
import { maxMessageBytes } from '../settings';
import type { Access } from './cbs';
import { acceptSocket, forgetSocket } from './rhea-internals';
import { routeEvents } from './route-events';

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

  server.on('error', (error) => log(`service-bus: ${error.message}`));

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
