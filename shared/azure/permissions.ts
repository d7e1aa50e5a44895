/** What an identity may do on a resource, as Azure itself adds it up from its role assignments. */
import type { TokenCredential } from '@azure/identity';
import { authorizationClient } from './arm';
import { armFailure } from './arm-failure';

/** Of one role; what several roles give adds up. */
export interface Grant {
  actions: string[];
  notActions: string[];
}

const resourcePattern = /^\/?subscriptions\/([^/]+)\/resourceGroups\/([^/]+)(?:\/providers\/([^/]+)\/([^/]+)\/([^/]+))?\/?$/i;

/** `scope`: id of a resource group, or of a resource directly in one. Throws a MigrationFailure. */
export async function permissionsOn(identity: TokenCredential, scope: string): Promise<Grant[]> {
  const [, subscriptionId, resourceGroup, provider, type, name] = resourcePattern.exec(scope) ?? [];
  if (!subscriptionId || !resourceGroup) throw new Error(`'${scope}' is not the id of a resource group or of a resource in one.`);
  try {
    const { permissions } = await authorizationClient(identity, subscriptionId);
    const pages =
      provider && type && name
        ? permissions.listForResource(resourceGroup, provider, '', type, name)
        : permissions.listForResourceGroup(resourceGroup);
    const grants: Grant[] = [];
    for await (const { actions = [], notActions = [] } of pages) grants.push({ actions, notActions });
    return grants;
  } catch (error) {
    throw armFailure(error, `reading the permissions on '${scope}'`);
  }
}

/** Allowed is what one role allows and that same role does not take out again; casing makes no difference. */
export const isAllowed = (grants: readonly Grant[], action: string): boolean =>
  grants.some(({ actions, notActions }) => actions.some(covers(action)) && !notActions.some(covers(action)));

/** `*` stands for any text, slashes included. */
const covers = (action: string) => (pattern: string) => new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`, 'is').test(action);

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
