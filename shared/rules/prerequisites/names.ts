// What messages of prerequisite rules call identities and resources.
import type { ScopeLook } from '../../azure/azure-look';
import type { Principal } from '../../azure/principal';
import type { PermissionScope } from '../../domain/permissions';

/** As the beginning of a sentence. */
export const identityName = ({ app }: Principal): string => (app ? `The AAD app '${app.clientId}'` : 'The identity of this service');

/** `the target server 'name'`. */
export function scopeName({ scope, id }: Pick<ScopeLook, 'scope' | 'id'>): string {
  return `${scopeNouns[scope]} '${id.slice(id.lastIndexOf('/') + 1)}'`;
}

const scopeNouns: Record<PermissionScope, string> = {
  source: 'the source server',
  target: 'the target server',
  migrationResourceGroup: 'the migration resource group',
  virtualNetwork: 'the virtual network',
  securityGroup: 'the network security group',
  privateEndpoint: 'the private endpoint',
  subscription: 'the subscription',
};
