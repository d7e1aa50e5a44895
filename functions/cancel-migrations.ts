/** Cancels several migrations at once; each has its own answer. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { decodeIds } from '../shared/contract/decode-ids';
import { readJsonBody } from '../shared/contract/read-json-body';
import { cancelMigrations } from '../shared/migrations/cancel-migrations';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { durablePort } from './http/durable-port';
import { routes } from './http/routes';

app.http('cancelMigrations', {
  route: routes.cancel,
  methods: ['POST'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: apiHandler(['Migrations.Write'], async ({ request, context, principal }) => {
    const { ids, ignored } = decodeIds(await readJsonBody(request));
    return ok(await cancelMigrations(ids, principal.name, durablePort(context)), { ignored });
  }),
});
