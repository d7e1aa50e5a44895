// A TCP proxy in front of a server that stops one connection in the middle of its data, so that a test can act "during a copy".
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface StallingProxy {
  port: number;
  /** Resolves when a connection was stopped. */
  stalled: Promise<void>;
  /** Lets everything through from now on. */
  open(): void;
  close(): void;
}

/** Whoever receives more than `bytes` on one connection waits for the rest. */
export async function stallingProxy(serverPort: number, bytes: number): Promise<StallingProxy> {
  let isOpen = false;
  let tell = () => {};
  const stalled = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    let passed = 0;
    server.on('data', (data) => {
      passed += data.length;
      client.write(data);
      if (isOpen || passed < bytes) return;
      server.pause();
      waiting.add(server);
      tell();
    });
    client.on('data', (data) => server.write(data));
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [client, server].map((each) => each.destroy()));
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    stalled,
    open: () => {
      isOpen = true;
      for (const server of waiting) server.resume();
    },
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
