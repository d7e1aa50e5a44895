/** One HTTP request, read whole, and its answer: what the host's own endpoints and the functions have in common. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HttpRequest {
  method: string;
  url: URL;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface HttpReply {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: Buffer | string;
}

/** A body of 100 MB is the real host's limit. */
const maxBodyBytes = 100 * 1024 * 1024;

export class BodyTooLarge extends Error {}

export async function readRequest(message: IncomingMessage, protocol: 'http' | 'https'): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new BodyTooLarge(`The request body exceeds ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const origin = `${protocol}://${headers.host ?? 'localhost'}`;
  const target = message.url?.startsWith('/') ? message.url : '/';
  return { method: message.method ?? 'GET', url: new URL(origin + target), headers, body: Buffer.concat(chunks) };
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(value) };
}

export function sendReply(response: ServerResponse, { status, headers = {}, body }: HttpReply): void {
  const hasNoBody = status === 204 || status === 304 || status < 200;
  const content = body === undefined || hasNoBody ? undefined : Buffer.from(body);
  response.writeHead(status, { ...headers, ...(hasNoBody ? {} : { 'content-length': content?.length ?? 0 }) });
  response.end(content);
}
