// What a stand-in's handler gets and gives: HTTP reduced to what Azure's clients use.
import type { IncomingHttpHeaders } from 'node:http';

export interface Request {
  method: string;
  /** As it was sent, without the query. */
  path: string;
  /** Decoded values of the route's `:name` segments, and of nothing else. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** Address of the server without a trailing slash. */
  baseUrl: string;
  /** Aborted when the client has gone away, or the server closes, before the answer. */
  gone: AbortSignal;
}

export interface Answer {
  status: number;
  /** Sent as JSON; none when undefined. */
  body?: unknown;
  /** A page for people, in place of a body. */
  html?: string;
  headers?: Record<string, string>;
  /** The connection is closed in place of the answer. */
  lost?: boolean;
}

export type Handler = (request: Request) => Answer | Promise<Answer>;

/** Thrown by a handler's helper to answer the request at once. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
    this.name = 'Refusal';
  }
}
