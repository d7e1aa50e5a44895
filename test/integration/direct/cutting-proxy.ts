// A TCP proxy in front of a server that cuts the first connection on which a client says something, so that a test can break one exactly there.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

export interface CuttingProxy {
  port: number;
  /** How many connections were cut: one, once it was said. */
  cut(): number;
  close(): void;
}

export async function cuttingProxy(serverPort: number, says: string): Promise<CuttingProxy> {
  let cut = 0;
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    client.on('data', (data) => {
      if (cut === 0 && data.includes(says)) {
        cut++;
        client.destroy();
      } else server.write(data);
    });
    server.on('data', (data) => client.write(data));
    for (const socket of [client, server]) socket.on('error', () => {}).on('close', () => [client, server].map((each) => each.destroy()));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { port: (proxy.address() as AddressInfo).port, cut: () => cut, close: () => proxy.close() };
}
