/** The paths of the network plan and of the catalog in the OpenAPI document: what a person picks from before a migration. */
import { networkPlanSchema } from '../decode-network-plan';
import { serverLoginSchema } from '../decode-server-login';
import { answerSchema, type Components, type JsonSchema, requestSchema } from './json-schema';
import {
  databaseList,
  networkPlan,
  resourceGroupList,
  serverList,
  serverLook,
  subnetList,
  subscriptionList,
  virtualNetworkList,
} from './network-answers';
import { inQuery, operation, requiredQuery } from './operation';

const subscriptionId = requiredQuery('subscriptionId', 'Of the subscription.');
const resourceGroup = inQuery('resourceGroup', 'Name of a resource group; default: all of the subscription.');

export function catalogPaths(components: Components): Record<string, JsonSchema> {
  const shows = (description: string, schema: Parameters<typeof answerSchema>[1]) => ({
    200: { description, schema: answerSchema(components, schema) },
  });
  const list = (operationId: string, summary: string, schema: Parameters<typeof answerSchema>[1], parameters: JsonSchema[] = []) =>
    operation({ operationId, summary, roles: ['Migrations.Read'], parameters, answers: shows('The whole list.', schema) });
  return {
    '/api/network-plan': {
      post: operation({
        operationId: 'planNetwork',
        summary: 'Over which way both servers are reached, which subnet that takes, and what is in the way.',
        roles: ['Migrations.Write'],
        body: requestSchema(components, 'NetworkPlanRequest', networkPlanSchema),
        answers: shows('The plan.', networkPlan),
      }),
    },
    '/api/catalog/subscriptions': {
      get: list('catalogSubscriptions', 'The subscriptions that this service sees.', subscriptionList),
    },
    '/api/catalog/resourceGroups': {
      get: list('catalogResourceGroups', 'The resource groups of a subscription.', resourceGroupList, [subscriptionId]),
    },
    '/api/catalog/servers': {
      get: list('catalogServers', 'The servers that can be the source or the target of a migration.', serverList, [
        subscriptionId,
        resourceGroup,
        inQuery('kind', '`source` (default): Single and Flexible Servers; `target`: Flexible Servers.', {
          type: 'string',
          enum: ['source', 'target'],
        }),
      ]),
    },
    '/api/catalog/databases': {
      get: list('catalogDatabases', 'The databases of a server as Azure knows them, without a login.', databaseList, [
        requiredQuery('server', 'Resource id of a Single or Flexible Server.'),
      ]),
      post: operation({
        operationId: 'lookAtServer',
        summary: 'The databases of a server with their sizes: logs in. Changes nothing, stores nothing.',
        roles: ['Migrations.Write'],
        body: requestSchema(components, 'ServerLogin', serverLoginSchema),
        answers: shows('The server and its databases.', serverLook),
      }),
    },
    '/api/catalog/virtualNetworks': {
      get: list('catalogVirtualNetworks', 'The virtual networks of a subscription.', virtualNetworkList, [subscriptionId, resourceGroup]),
    },
    '/api/catalog/subnets': {
      get: list('catalogSubnets', 'The subnets of a virtual network.', subnetList, [
        requiredQuery('virtualNetwork', 'Resource id of the virtual network.'),
      ]),
    },
  };
}
