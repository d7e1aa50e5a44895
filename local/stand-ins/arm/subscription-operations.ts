// The local subscription and its resource groups: those that a registered server is in.
import type { Answer } from '../http/messages';
import { armError } from './errors';
import type { Operation } from './operation';
import { type ServerRegistry, serverKinds } from './servers/server-registry';

export function subscriptionOperations(registry: ServerRegistry, tenantId: string): Operation[] {
  const { subscriptionId } = registry;
  const id = `/subscriptions/${subscriptionId}`;
  const subscription = { id, subscriptionId, tenantId, displayName: 'Local', state: 'Enabled' };
  const groups = () => {
    const servers = serverKinds.flatMap((kind) => registry.list(kind));
    return [...new Map(servers.map(({ resourceGroup }) => [resourceGroup.toLowerCase(), resourceGroup])).values()];
  };
  const group = (name: string) => ({
    id: `${id}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location: 'local',
    properties: { provisioningState: 'Succeeded' },
  });
  const ok = (body: object): Answer => ({ status: 200, body });
  const canReadGroups = 'Microsoft.Resources/subscriptions/resourceGroups/read';
  return [
    {
      method: 'GET',
      path: '/subscriptions',
      action: 'Microsoft.Resources/subscriptions/read',
      scope: () => id,
      handle: () => ok({ value: [subscription] }),
    },
    {
      method: 'GET',
      path: '/subscriptions/:subscription',
      action: 'Microsoft.Resources/subscriptions/read',
      handle: () => ok(subscription),
    },
    {
      method: 'GET',
      path: '/subscriptions/:subscription/resourceGroups',
      action: canReadGroups,
      handle: () => ok({ value: groups().map(group) }),
    },
    {
      method: 'GET',
      path: '/subscriptions/:subscription/resourceGroups/:group',
      action: canReadGroups,
      handle({ params: { group: wanted = '' } }) {
        const name = groups().find((each) => each.toLowerCase() === wanted.toLowerCase());
        return name ? ok(group(name)) : armError(404, 'ResourceGroupNotFound', `Resource group '${wanted}' could not be found.`);
      },
    },
  ];
}
