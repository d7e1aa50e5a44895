// PUT /_local/dataMigration: how long things take from now on.
import { z } from 'zod';
import { parseBody } from '../../../http/parse-body';
import type { Route } from '../../../http/routes';
import { armError } from '../../errors';
import type { Pace } from '../world';

const seconds = z.number().min(0).max(3600).default(0);
const schema = z.object({ serviceSeconds: seconds, queueSeconds: seconds });

export function paceRoute(pace: Pace): Route {
  return {
    method: 'PUT',
    path: '/_local/dataMigration',
    handle(request) {
      Object.assign(
        pace,
        parseBody(request.body, schema, (message) => armError(400, 'InvalidRequestContent', message)),
      );
      return { status: 200, body: pace };
    },
  };
}
