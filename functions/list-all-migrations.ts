/** The migrations of all servers, newest first. */
import { app } from '@azure/functions';
import { encodeOverview } from '../shared/contract/encode-overview';
import { readListQuery } from '../shared/contract/list-query';
import { listAllMigrations } from '../shared/migrations/list-all-migrations';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('listAllMigrations', {
  route: routes.migrations,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request }) => {
    const { value, continuation } = await listAllMigrations(readListQuery(request.query));
    return ok({ value: value.map((view) => encodeOverview(view)), ...(continuation ? { continuation } : {}) });
  }),
});
