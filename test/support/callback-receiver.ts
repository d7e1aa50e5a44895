// An https server that takes callbacks, with the certificate of the local authority.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

export interface ReceivedCall {
  path: string;
  body: unknown;
}

export interface CallbackReceiver {
  /** `https://localhost:<port>` */
  origin: string;
  calls: ReceivedCall[];
  /** What the next calls are answered with; a location makes them redirects. */
  answer(status: number, location?: string): void;
  /** Resolves with the call to a path, which may have come already. */
  called(path: string): Promise<ReceivedCall>;
  /** Resolves at the next call, whatever its path. */
  nextCall(): Promise<void>;
  close(): Promise<void>;
}

export async function callbackReceiver(caFile: string): Promise<CallbackReceiver> {
  const folder = dirname(caFile);
  const [key, cert] = await Promise.all([readFile(join(folder, 'server.key')), readFile(join(folder, 'server.pem'))]);
  const calls: ReceivedCall[] = [];
  const waiting: { path: string; resolve: (call: ReceivedCall) => void }[] = [];
  const wakers: (() => void)[] = [];
  let next: { status: number; location?: string } = { status: 202 };
  const server = createServer({ key, cert }, (request, response) => {
    const origin = request.headers['webhook-request-origin'];
    if (request.method === 'OPTIONS') {
      response.writeHead(200, { 'webhook-allowed-origin': String(origin) }).end(); // Event Grid asks whether it may
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const call = { path: request.url ?? '', body: body ? JSON.parse(body) : undefined };
      response.writeHead(next.status, next.location ? { location: next.location } : {}).end('an answer that nobody reads');
      calls.push(call);
      for (const wake of wakers.splice(0)) wake();
      for (const { path, resolve } of waiting) if (path === call.path) resolve(call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    calls,
    answer: (status, location) => {
      next = { status, location };
    },
    called: (path) => {
      const known = calls.find((call) => call.path === path);
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push({ path, resolve }));
    },
    nextCall: () => new Promise((resolve) => wakers.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
