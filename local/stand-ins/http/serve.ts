// One HTTPS server of a stand-in: routes, JSON answers, a request log, and an outage on request.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Answer, Refusal, type Request } from './messages';
import { findRoute, type Route } from './routes';

export interface ServeOptions {
  /** Names the server in the log. */
  name: string;
  /** 0: a free one. */
  port: number;
  tls: { cert: string; key: string };
  routes: Route[];
  /** How this service reports an error, in its own envelope. */
  problem(status: number, code: string, message: string): Answer;
  log(line: string): void;
}

export interface HttpsServer {
  url: string;
  port: number;
  /** Closes port and connections; resolves when they are closed. The port opens again after that time. */
  outage(seconds: number): Promise<void>;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const maxBodyBytes = 4 * 1024 * 1024; // Azure Resource Manager's own limit

export async function serve(options: ServeOptions): Promise<HttpsServer> {
  const server = createServer({ cert: options.tls.cert, key: options.tls.key }, (request, response) => {
    void respond(options, url, request, response);
  });
  server.keepAliveTimeout = 60_000; // longer than Node's clients keep an idle connection, so that none is closed under a request
  let port = options.port;
  let reopening: NodeJS.Timeout | undefined;
  const open = async () => {
    server.listen(port, host);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const shut = async () => {
    clearTimeout(reopening);
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await open();
  const url = `https://${host}:${port}`;
  return {
    url,
    port,
    async outage(seconds) {
      await shut();
      options.log(`${options.name}: outage for ${seconds} s`);
      reopening = setTimeout(() => {
        open().then(
          () => options.log(`${options.name}: back after the outage`),
          (error: Error) => options.log(`${options.name}: does not come back after the outage: ${error.message}`),
        );
      }, seconds * 1000);
    },
    close: shut,
  };
}

async function respond(options: ServeOptions, baseUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedMs = performance.now();
  const { pathname, searchParams } = new URL(request.url ?? '/', baseUrl);
  let answer: Answer;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const body = await readBody(options, request);
    const found = findRoute(options.routes, request.method ?? 'GET', pathname);
    const common = {
      method: request.method ?? 'GET',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body,
      baseUrl,
      gone: gone.signal,
    };
    answer = found
      ? await found.route.handle({ ...common, params: found.params } satisfies Request)
      : options.problem(404, 'NotFound', `The local ${options.name} does not have ${request.method} ${pathname}.`);
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the client went away in the middle of its request
    answer = error instanceof Refusal ? error.answer : unexpected(options, error);
  }
  if (answer.lost) response.destroy();
  else send(response, answer);
  // Only method, path and status: bodies, queries and headers may hold secrets.
  options.log(
    `${options.name}: ${request.method} ${pathname} ${answer.status}${answer.lost ? ' (answer lost)' : ''} ${Math.round(performance.now() - startedMs)} ms`,
  );
}

function unexpected(options: ServeOptions, error: unknown): Answer {
  options.log(`${options.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return options.problem(500, 'InternalServerError', `The local ${options.name} failed; its log says why.`);
}

async function readBody(options: ServeOptions, request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk); // read on to the end, so that the client gets the answer instead of a reset
  }
  if (size > maxBodyBytes)
    throw new Refusal(options.problem(413, 'RequestEntityTooLarge', `The body is larger than ${maxBodyBytes} bytes.`));
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body, html, headers }: Answer): void {
  if (html !== undefined) {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers });
    response.end(html);
    return;
  }
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'cache-control': 'no-cache',
    ...headers,
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
