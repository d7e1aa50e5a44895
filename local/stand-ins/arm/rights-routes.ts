// What the local Resource Manager says of the caller's rights, of resource groups and of resource providers.
import type { Directory } from '../entra/directory';
import type { Tokens } from '../entra/tokens';
import type { Handler, Request } from '../http/messages';
import type { Route } from '../http/routes';
import { withToken } from './authorize';
import { armError } from './errors';
import type { ServerRegistry } from './server-registry';

/** Azure's built-in roles that the local tenant gives out, as Azure defines them. */
const roles: Record<string, { actions: string[]; notActions: string[] }> = {
  Owner: { actions: ['*'], notActions: [] },
  Contributor: {
    actions: ['*'],
    notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action'],
  },
  Reader: { actions: ['*/read'], notActions: [] },
};

export function rightsRoutes(registry: ServerRegistry, directory: Directory, tokens: Tokens, tenantAuthority: () => string): Route[] {
  const get = (path: string, handle: Handler): Route => ({ method: 'GET', path, handle: withToken(tokens, tenantAuthority, handle) });
  const group = '/subscriptions/:subscription/resourceGroups/:group';
  const permissions = 'providers/Microsoft.Authorization/permissions';
  const provider = '/subscriptions/:subscription/providers/:namespace';

  /** A role counts where it was given and below. */
  const rights: Handler = async (request) => {
    const { claims } = await tokens.check(request.headers.authorization);
    const scope = scopeOf(request);
    const assignments = directory.client(claims?.clientId ?? '')?.roleAssignments ?? [];
    const granted = assignments.filter((assignment) => `${scope}/`.startsWith(`${assignment.scope.toLowerCase().replace(/\/$/, '')}/`));
    return {
      status: 200,
      body: { value: granted.flatMap(({ role }) => roles[role] ?? []).map((role) => ({ ...role, dataActions: [], notDataActions: [] })) },
    };
  };
  const isKnown = (name: string) => registry.list('servers', name).length + registry.list('flexibleServers', name).length > 0;

  return [
    get(`${group}/${permissions}`, rights),
    get(`${group}/providers/:namespace/:type/:name/${permissions}`, rights),
    get(`${group}/providers/:namespace//:type/:name/${permissions}`, rights), // as the SDK writes it for a resource without a parent
    get(group, ({ params: { subscription, group: name = '' } }) =>
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
    ),
    get(provider, ({ params: { subscription, namespace } }) => ({
      status: 200,
      body: { id: `/subscriptions/${subscription}/providers/${namespace}`, namespace, registrationState: 'Registered', resourceTypes: [] },
    })),
  ];
}

/** The id of the resource that is asked about, in lower case and without the empty segment. */
function scopeOf({ path }: Request): string {
  return path
    .toLowerCase()
    .replace(/\/providers\/microsoft\.authorization\/.*$/, '')
    .replaceAll('//', '/');
}
