// Requests to the service: retried while it has no time, with a token once it asks for one, and failures in its own words.

import type { HttpMethods, PipelineResponse } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient, createHttpHeaders, createPipelineFromOptions, createPipelineRequest } from '@azure/core-rest-pipeline';
import { CliFailure } from '../failure';
import type { Terminal } from '../terminal';
import { type Challenge, readChallenge } from './challenge';
import type { Connection } from './connection';
import { accessToken } from './credential';
import { refusal } from './refusal';

export interface ApiRequest {
  method?: HttpMethods;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ApiClient {
  connection: Connection;
  /** Where the service wants tokens from; undefined: it asks for none. */
  challenge(): Promise<Challenge | undefined>;
  /** The body of a success, parsed where it is JSON. Throws a CliFailure for everything else. */
  ask<Answer>(path: string, request?: ApiRequest): Promise<Answer>;
}

const retryOptions = { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 10_000 };
/** Any request that reads does. */
const harmless = '/api/migrations?top=1';
const timeoutMs = 100_000; // an estimate takes up to half a minute; a hang must not last for ever

export function apiClient(connection: Connection, terminal: Terminal): ApiClient {
  const { api, ca } = connection;
  const pipeline = createPipelineFromOptions({
    retryOptions,
    userAgentOptions: { userAgentPrefix: 'pgflex' },
    ...(ca ? { tlsOptions: { ca: ca.join('\n') } } : {}),
  });
  const http = createDefaultHttpClient();
  let token: string | undefined;

  const send = async (path: string, { method = 'GET', body, headers }: ApiRequest): Promise<PipelineResponse> => {
    const request = createPipelineRequest({
      url: `${api}${path}`,
      method,
      headers: createHttpHeaders({
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      }),
      body: body === undefined ? undefined : JSON.stringify(body),
      abortSignal: AbortSignal.any([terminal.signal, AbortSignal.timeout(timeoutMs)]), // its own time-out would keep the process alive
      allowInsecureConnection: api.startsWith('http:'), // of this machine: connection.ts refuses any other
    });
    try {
      return await pipeline.sendRequest(http, request);
    } catch (error) {
      terminal.signal.throwIfAborted();
      throw new CliFailure(
        'unreachable',
        `${new URL(api).host} cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };

  return {
    connection,
    async challenge() {
      return challengeIn(await send(harmless, {}));
    },
    async ask<Answer>(path: string, request: ApiRequest = {}) {
      let response = await send(path, request);
      const challenge = challengeIn(response);
      if (challenge) {
        token = await accessToken(challenge, connection, terminal); // the first one, or the one that came before has expired
        response = await send(path, request);
      }
      const { status, headers, bodyAsText } = response;
      if (status < 200 || status > 299) throw refusal(status, bodyAsText ?? '');
      const isJson = /\bjson\b/.test(headers.get('content-type') ?? '');
      return (isJson && bodyAsText ? JSON.parse(bodyAsText) : bodyAsText) as Answer;
    },
  };
}

const challengeIn = ({ status, headers }: PipelineResponse) =>
  status === 401 ? readChallenge(headers.get('www-authenticate')) : undefined;
