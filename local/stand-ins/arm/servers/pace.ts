// PUT /_local/postgres: how long operations on servers take from now on.
import { z } from 'zod';
import type { Answer, Request } from '../../http/messages';
import { parseBody } from '../../http/parse-body';
import type { Route } from '../../http/routes';
import { armError } from '../errors';
import { longRunning } from '../long-running';

const schema = z.strictObject({ operationSeconds: z.number().min(0).max(3600).default(0) });
const { begin, operations } = longRunning('Microsoft.DBforPostgreSQL', 'azureAsyncOperation');

export interface ServerPace {
  /** The answer to what has been done: at once, or as an operation that goes on for as long as it was told to. */
  finish(request: Request, location: string, done: Answer): Answer;
  operations: typeof operations;
  localRoute: Route;
}

export function serverPace(): ServerPace {
  let operationSeconds = 0;
  return {
    finish: (request, location, done) =>
      operationSeconds === 0 ? done : { status: 202, body: {}, headers: begin(request, location, Date.now() + operationSeconds * 1000) },
    operations,
    localRoute: {
      method: 'PUT',
      path: '/_local/postgres',
      handle({ body }) {
        ({ operationSeconds } = parseBody(body, schema, (message) => armError(400, 'InvalidRequestContent', message)));
        return { status: 200, body: { operationSeconds } };
      },
    },
  };
}
