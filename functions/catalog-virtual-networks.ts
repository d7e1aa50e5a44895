/** The virtual networks of a subscription or resource group. */
import { app } from '@azure/functions';
import { readScope } from '../shared/contract/catalog-query';
import { virtualNetworks } from '../shared/migrations/browse-catalog';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('catalogVirtualNetworks', {
  route: routes.catalogVirtualNetworks,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request }) => ok({ value: await virtualNetworks(readScope(request.query)) })),
});
