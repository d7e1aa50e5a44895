/** A TCP proxy before a store that loses writes on the way there, or only the answers to them. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export interface FaultyProxy {
  port: number;
  /** What happens to a write: nothing, or it is cut before it arrives, or after it was done. */
  decide: (() => 'pass' | 'loseRequest' | 'loseAnswer') | undefined;
  lost: { requests: number; answers: number };
  close(): void;
}

export async function startFaultyProxy(targetPort: number): Promise<FaultyProxy> {
  const proxy: FaultyProxy = { port: 0, decide: undefined, lost: { requests: 0, answers: 0 }, close: () => undefined };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const target = net.connect(targetPort, '127.0.0.1');
    let losesAnswer = false;
    const end = (): void => {
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => {
      const isWrite = /^(?:POST|PUT|PATCH|MERGE|DELETE) /.test(chunk.subarray(0, 8).toString('latin1'));
      const fate = isWrite ? (proxy.decide?.() ?? 'pass') : 'pass';
      if (fate === 'loseRequest') {
        proxy.lost.requests++;
        return end();
      }
      if (fate === 'loseAnswer') losesAnswer = true;
      target.write(chunk);
    });
    target.on('data', (chunk) => {
      if (!losesAnswer) return client.write(chunk);
      proxy.lost.answers++;
      end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.port = (server.address() as AddressInfo).port;
  proxy.close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return proxy;
}
