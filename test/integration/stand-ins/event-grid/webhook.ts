// A subscriber's webhook on a real port, which behaves as a test wants it to.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface WebhookReply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Webhook {
  url: string;
  received: Received[];
  /** Events that came with POST and were taken, in order. */
  taken: Record<string, unknown>[];
  /** Resolves when so many events were taken. */
  hasTaken(count: number): Promise<void>;
  close(): Promise<void>;
}

const agrees: WebhookReply = { status: 200, headers: { 'webhook-allowed-origin': 'eventgrid.azure.net', 'webhook-allowed-rate': '120' } };

/** `reply` decides each answer; by default OPTIONS agrees and POST takes the event. */
export async function openWebhook(
  reply: (request: Received, webhook: Webhook) => WebhookReply | undefined = () => undefined,
  tls?: { cert: string; key: string },
): Promise<Webhook> {
  const waiting = new Set<() => void>();
  const listener: RequestListener = (request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const received = { method: request.method ?? '', headers: request.headers, body: text ? JSON.parse(text) : undefined };
      webhook.received.push(received);
      const { status, headers, body } = reply(received, webhook) ?? (received.method === 'OPTIONS' ? agrees : { status: 200 });
      if (received.method === 'POST' && status === 200) webhook.taken.push(...[received.body as Record<string, unknown>].flat());
      response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
      for (const look of waiting) look();
    });
  };
  const server = tls ? createHttpsServer(tls, listener) : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const webhook: Webhook = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    taken: [],
    hasTaken: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (webhook.taken.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return webhook;
}
