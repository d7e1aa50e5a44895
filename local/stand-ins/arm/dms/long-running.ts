// Long-running operations of services: their end is a time, which stands in their id, so that they survive a restart without a record.
import { randomUUID } from 'node:crypto';
import type { Answer, Request } from '../../http/messages';
import type { Operation } from '../operation';

const maxRetryAfterSeconds = 10;

/** Headers of an answer that begins an operation. */
export function beginOperation(request: Request, location: string, untilMs: number): Record<string, string> {
  const { baseUrl, params, query } = request;
  const operations = `${baseUrl}/subscriptions/${params.subscription}/providers/Microsoft.DataMigration/locations/${encodeURIComponent(location)}`;
  const version = `api-version=${query.get('api-version') ?? ''}`;
  const id = `${Math.ceil(untilMs)}-${randomUUID()}`;
  return {
    'azure-asyncoperation': `${operations}/operationStatuses/${id}?${version}`,
    location: `${operations}/operationResults/${id}?${version}`,
    ...retryAfter(untilMs),
  };
}

export function operationRoutes(): Operation[] {
  const path = '/subscriptions/:subscription/providers/Microsoft.DataMigration/locations/:location';
  return [
    {
      method: 'GET',
      path: `${path}/operationStatuses/:operation`,
      action: 'Microsoft.DataMigration/locations/operationStatuses/read',
      handle: status,
    },
    {
      method: 'GET',
      path: `${path}/operationResults/:operation`,
      action: 'Microsoft.DataMigration/locations/operationResults/read',
      handle: (request) => (remainingMs(request) > 0 ? { status: 202, headers: retryAfter(endOf(request)) } : { status: 200, body: {} }),
    },
  ];
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
