// Finds a TCP port that nothing listens on.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Free at this moment: whoever takes it must be ready to find it taken, and ask again. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('The operating system gave no port number.');
  return address.port;
}
