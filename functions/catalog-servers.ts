/** The servers that can be the source or the target of a migration, with what the wizard shows of them. */
import { app } from '@azure/functions';
import { readScope, readServerKind } from '../shared/contract/catalog-query';
import { servers } from '../shared/migrations/browse-catalog';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('catalogServers', {
  route: routes.catalogServers,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request }) =>
    ok({ value: await servers(readScope(request.query), readServerKind(request.query)) }),
  ),
});
