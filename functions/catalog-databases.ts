/** The databases of a server as Azure knows them: without a login, and so without sizes. */
import { app } from '@azure/functions';
import { readServer } from '../shared/contract/catalog-query';
import { databases } from '../shared/migrations/browse-catalog';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('catalogDatabases', {
  route: routes.catalogDatabases,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request }) => ok({ value: await databases(readServer(request.query)) })),
});
