// One HTTP or HTTPS request with JSON in and out, trusting the local authority.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

export interface JsonRequest {
  method?: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** An object is sent as JSON; a string as it is. */
  body?: object | string;
  headers?: Record<string, string>;
  /** PEM of the authority to trust; for https. */
  ca?: string;
  signal?: AbortSignal;
}

export interface JsonReply {
  status: number;
  headers: IncomingMessage['headers'];
  /** As it came. */
  text: string;
  /** Parsed where the content is JSON. */
  body: unknown;
}

const timeoutMs = 30_000; // far more than any answer of this service takes; a hang must not last for ever

export async function requestJson(url: string, { method = 'GET', body, headers, ca, signal }: JsonRequest = {}): Promise<JsonReply> {
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const options: RequestOptions & { ca?: string } = {
    method,
    agent: false,
    headers: { accept: 'application/json', ...(content === undefined ? {} : contentHeaders(content)), ...headers },
    signal,
    ...(ca ? { ca } : {}),
  };
  const sent = url.startsWith('https:') ? httpsRequest(url, options) : httpRequest(url, options);
  sent.setTimeout(timeoutMs, () => sent.destroy(new Error(`${method} ${url} was not answered within ${timeoutMs / 1000} s.`)));
  sent.end(content);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const received = await text(response);
  return { status: response.statusCode ?? 0, headers: response.headers, text: received, body: parsed(response, received) };
}

const contentHeaders = (content: string) => ({ 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) });

function parsed({ headers }: IncomingMessage, received: string): unknown {
  return /\bjson\b/.test(headers['content-type'] ?? '') && received !== '' ? JSON.parse(received) : undefined;
}
