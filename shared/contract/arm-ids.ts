/** Azure resource ids of servers and migrations: writing and reading them. */

import type { TargetServerId } from '../domain/migration';
import { type ArmServerId, armServerId, armTargetOf, parseArmServerId } from '../domain/server-ids';
import type { MigrationReference } from '../migrations/types';

export const migrationResourceType = 'Microsoft.DBforPostgreSQL/flexibleServers/migrations';

export const serverResourceId = (target: TargetServerId) => armServerId(armTargetOf(target));

export const migrationResourceId = ({ target, name }: MigrationReference) => `${serverResourceId(target)}/migrations/${name}`;

export type ServerResource = ArmServerId;

/** A Single or Flexible Server's id, or undefined. */
export function parseServerResourceId(text: string): ServerResource | undefined {
  const id = parseArmServerId(text);
  return id?.child ? undefined : id;
}

/** Azure compares names of subscriptions, resource groups and servers without regard to case. */
export const isSameServer = (one: TargetServerId, other: TargetServerId) =>
  one.subscriptionId.toLowerCase() === other.subscriptionId.toLowerCase() &&
  one.resourceGroup.toLowerCase() === other.resourceGroup.toLowerCase() &&
  one.server.toLowerCase() === other.server.toLowerCase();
