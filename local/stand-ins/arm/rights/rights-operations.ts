// What the local Resource Manager says of the caller's rights.
import type { Tokens } from '../../entra/tokens';
import type { Handler, Request } from '../../http/messages';
import type { Operation } from '../operation';
import type { AccessControl } from './access-control';

export function rightsOperations(access: AccessControl, tokens: Tokens): Operation[] {
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
  return [
    ofRights(`${group}/${permissions}`),
    ofRights(`${group}/providers/:namespace/:type/:name/${permissions}`),
    ofRights(`${group}/providers/:namespace//:type/:name/${permissions}`), // as the SDK writes it for a resource without a parent
  ];
}

/** The id of the resource that is asked about. */
const scopeOf = ({ path }: Request) => path.replace(/\/providers\/Microsoft\.Authorization\/.*$/i, '');
