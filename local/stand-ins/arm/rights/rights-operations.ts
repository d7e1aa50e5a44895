// What the local Resource Manager says of the caller's rights, of resource groups and of resource providers.
import type { Tokens } from '../../entra/tokens';
import type { Handler, Request } from '../../http/messages';
import { armError } from '../errors';
import type { Operation } from '../operation';
import type { ServerRegistry } from '../servers/server-registry';
import type { AccessControl } from './access-control';

export function rightsOperations(registry: ServerRegistry, access: AccessControl, tokens: Tokens): Operation[] {
  const group = '/subscriptions/:subscription/resourceGroups/:group';
  const permissions = 'providers/Microsoft.Authorization/permissions';

  const rights: Handler = async (request) => {
    const { claims } = await tokens.check(request.headers.authorization);
    const granted = access.rolesOn(claims?.clientId ?? '', scopeOf(request));
    return { status: 200, body: { value: granted.map((role) => ({ ...role, dataActions: [], notDataActions: [] })) } };
  };
  const ofRights = (path: string): Operation => ({
    method: 'GET',
    path,
    action: 'Microsoft.Authorization/permissions/read',
    handle: rights,
  });
  const isKnown = (name: string) => registry.list('servers', name).length + registry.list('flexibleServers', name).length > 0;

  return [
    ofRights(`${group}/${permissions}`),
    ofRights(`${group}/providers/:namespace/:type/:name/${permissions}`),
    ofRights(`${group}/providers/:namespace//:type/:name/${permissions}`), // as the SDK writes it for a resource without a parent
    {
      method: 'GET',
      path: group,
      action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
      handle: ({ params: { subscription, group: name = '' } }) =>
        isKnown(name)
          ? {
              status: 200,
              body: {
                id: `/subscriptions/${subscription}/resourceGroups/${name}`,
                name,
                location: 'local',
                properties: { provisioningState: 'Succeeded' },
              },
            }
          : armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`),
    },
  ];
}

/** The id of the resource that is asked about. */
const scopeOf = ({ path }: Request) => path.replace(/\/providers\/Microsoft\.Authorization\/.*$/i, '');
