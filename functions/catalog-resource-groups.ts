/** The resource groups of a subscription. */
import { app } from '@azure/functions';
import { readScope } from '../shared/contract/catalog-query';
import { resourceGroups } from '../shared/migrations/browse-catalog';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('catalogResourceGroups', {
  route: routes.catalogResourceGroups,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request }) =>
    ok({ value: await resourceGroups(readScope(request.query).subscriptionId) }),
  ),
});
