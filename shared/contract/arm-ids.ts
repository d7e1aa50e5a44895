/** Azure resource ids of servers and migrations: writing and reading them. */

import type { TargetServerId } from '../domain/migration';
import type { MigrationReference } from '../migrations/types';

export const migrationResourceType = 'Microsoft.DBforPostgreSQL/flexibleServers/migrations';

export const serverResourceId = ({ subscriptionId, resourceGroup, server }: TargetServerId) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${server}`;

export const migrationResourceId = ({ target, name }: MigrationReference) => `${serverResourceId(target)}/migrations/${name}`;

export interface ServerResource extends TargetServerId {
  kind: 'singleServer' | 'flexibleServer';
}

const segment = '[\\w.()-]{1,90}';
const serverPattern = new RegExp(
  `^/?subscriptions/(${segment})/resourceGroups/(${segment})/providers/Microsoft\\.DBforPostgreSQL/(servers|flexibleServers)/(${segment})/?$`,
  'i',
);

/** A Single or Flexible Server's id, or undefined. Fixed segments in any casing; the leading slash may be missing (azure-apis.md 1.9). */
export function parseServerResourceId(text: string): ServerResource | undefined {
  const [, subscriptionId, resourceGroup, type, server] = serverPattern.exec(text) ?? [];
  if (!subscriptionId || !resourceGroup || !type || !server) return undefined;
  return { kind: type.toLowerCase() === 'servers' ? 'singleServer' : 'flexibleServer', subscriptionId, resourceGroup, server };
}

/** Azure compares names of subscriptions, resource groups and servers without regard to case. */
export const isSameServer = (one: TargetServerId, other: TargetServerId) =>
  one.subscriptionId.toLowerCase() === other.subscriptionId.toLowerCase() &&
  one.resourceGroup.toLowerCase() === other.resourceGroup.toLowerCase() &&
  one.server.toLowerCase() === other.server.toLowerCase();
