/** The subnets of a virtual network, with their free addresses and what speaks against them. */
import { app } from '@azure/functions';
import { readVirtualNetwork } from '../shared/contract/catalog-query';
import { encodeProblem } from '../shared/contract/encode-network-plan';
import { subnets } from '../shared/migrations/browse-catalog';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('catalogSubnets', {
  route: routes.catalogSubnets,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request }) => {
    const value = await subnets(readVirtualNetwork(request.query));
    return ok({ value: value.map((subnet) => ({ ...subnet, problems: subnet.problems.map(encodeProblem) })) });
  }),
});
