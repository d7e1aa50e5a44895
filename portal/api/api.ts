/** Requests to the public routes of the service, with the token of whoever is signed in. */
import { ApiError, errorIn } from './api-error';

export interface Api {
  get<Answer>(path: string, signal?: AbortSignal): Promise<Answer>;
  text(path: string): Promise<string>;
  send<Answer>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

/** Undefined: no sign-in is needed. */
export type TokenSource = () => Promise<string | undefined>;

export function createApi(token: TokenSource): Api {
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const bearer = await token();
    const headers = { ...init.headers, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const response = await fetch(path, { ...init, headers }).catch((error: Error) => {
      if (error.name === 'AbortError') throw error;
      throw new ApiError(0, 'ConnectionLost', 'The service does not answer.');
    });
    if (response.ok) return response;
    throw errorIn(response.status, await response.json().catch(() => undefined)); // not JSON: something in between answered
  };
  return {
    get: async (path, signal) => (await request(path, { signal: signal ?? null })).json(),
    text: async (path) => (await request(path, {})).text(),
    send: async (method, path, body, headers = {}) => {
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await request(path, { method, headers: { ...type, ...headers }, ...content });
      const text = await response.text();
      return text ? JSON.parse(text) : undefined;
    },
  };
}
