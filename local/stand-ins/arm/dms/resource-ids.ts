// Ids and names of the service's resources.
import { Refusal, type Request } from '../../http/messages';
import { armError } from '../errors';

export const resourcePath = '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.DataMigration/services';

export const serviceKey = (resourceGroup: string, name: string) => `${resourceGroup}/${name}`.toLowerCase();

export const serviceId = (subscriptionId: string, { resourceGroup, name }: { resourceGroup: string; name: string }) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DataMigration/services/${name}`;

/** Azure's naming rules for this provider: services 2-62 characters, what is in them 2-57. */
export function isValidName(name: string, maxLength: 57 | 62): boolean {
  return name.length >= 2 && name.length <= maxLength && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name);
}

export function requireValidName(name: string, what: 'service' | 'project' | 'task'): void {
  const maxLength = what === 'service' ? 62 : 57;
  if (isValidName(name, maxLength)) return;
  const message = `The ${what} name '${name}' is not valid: 2 to ${maxLength} letters, digits, '.', '_' or '-', the first one a letter or digit.`;
  throw new Refusal(armError(400, 'InvalidResourceName', message));
}

export function notFound({ params }: Request, kind: string, name: string): Refusal {
  const message = `The Resource 'Microsoft.DataMigration/${kind}/${name}' under resource group '${params.group}' was not found.`;
  return new Refusal(armError(404, 'ResourceNotFound', message));
}
