// Long-running operations: their end is a time, which stands in their id, so that they survive a restart without a record.
import { randomUUID } from 'node:crypto';
import type { Answer, Request } from '../http/messages';
import type { Operation } from './operation';

export interface LongRunning {
  /** Headers of an answer that begins an operation. */
  begin(request: Request, location: string, untilMs: number): Record<string, string>;
  /** By which a client follows it. */
  operations: Operation[];
}

const maxRetryAfterSeconds = 10;

/** `statuses`: how the provider calls what `Azure-AsyncOperation` leads to. */
export function longRunning(provider: string, statuses: 'operationStatuses' | 'azureAsyncOperation'): LongRunning {
  const path = `/subscriptions/:subscription/providers/${provider}/locations/:location`;
  return {
    begin(request, location, untilMs) {
      const { baseUrl, params, query } = request;
      const base = `${baseUrl}/subscriptions/${params.subscription}/providers/${provider}/locations/${encodeURIComponent(location)}`;
      const version = `api-version=${query.get('api-version') ?? ''}`;
      const id = `${Math.ceil(untilMs)}-${randomUUID()}`;
      return {
        'azure-asyncoperation': `${base}/${statuses}/${id}?${version}`,
        location: `${base}/operationResults/${id}?${version}`,
        ...retryAfter(untilMs),
      };
    },
    operations: [
      { method: 'GET', path: `${path}/${statuses}/:operation`, action: `${provider}/locations/${statuses}/read`, handle: status },
      {
        method: 'GET',
        path: `${path}/operationResults/:operation`,
        action: `${provider}/locations/operationResults/read`,
        handle: (request) => (remainingMs(request) > 0 ? { status: 202, headers: retryAfter(endOf(request)) } : { status: 200, body: {} }),
      },
    ],
  };
}

function status(request: Request): Answer {
  const { operation = '' } = request.params;
  const running = remainingMs(request) > 0;
  return {
    status: 200,
    body: { id: request.path, name: operation, status: running ? 'InProgress' : 'Succeeded' },
    headers: running ? retryAfter(endOf(request)) : {},
  };
}

const endOf = ({ params }: Request) => Number(params.operation?.split('-')[0]);
const remainingMs = (request: Request) => endOf(request) - Date.now();

const retryAfter = (untilMs: number) => ({
  'retry-after': String(Math.min(maxRetryAfterSeconds, Math.max(0, Math.ceil((untilMs - Date.now()) / 1000)))),
});
