/** Resource ids of PostgreSQL servers and of what belongs to them. */
import type { SourceServer, TargetServerId } from './migration';

/** A Single or Flexible Server that Azure Resource Manager knows. */
export interface ArmServerId extends TargetServerId {
  kind: 'singleServer' | 'flexibleServer';
}

const types = { singleServer: 'servers', flexibleServer: 'flexibleServers' } as const;

export const armServerId = ({ kind, subscriptionId, resourceGroup, server }: ArmServerId) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DBforPostgreSQL/${types[kind]}/${server}`;

const segment = '[\\w.()-]{1,90}';
const childPattern = new RegExp(
  `^/?subscriptions/(${segment})/resourceGroups/(${segment})/providers/Microsoft\\.DBforPostgreSQL/(servers|flexibleServers)/(${segment})(?:/(\\w+)/([^/]+))?/?$`,
  'i',
);

/** A server's id, or that of a thing of it (`/firewallRules/<name>`); undefined: neither. Fixed segments in any casing; the leading slash may be missing. */
export function parseArmServerId(id: string): (ArmServerId & { child?: { type: string; name: string } }) | undefined {
  const [, subscriptionId, resourceGroup, type, server, childType, childName] = childPattern.exec(id) ?? [];
  if (!subscriptionId || !resourceGroup || !type || !server) return undefined;
  const kind = type.toLowerCase() === 'servers' ? ('singleServer' as const) : ('flexibleServer' as const);
  return {
    kind,
    subscriptionId,
    resourceGroup,
    server,
    ...(childType && childName ? { child: { type: childType, name: childName } } : {}),
  };
}

/** The source as a server of Azure; undefined: it is named by its address. */
export const armSourceOf = (source: SourceServer): ArmServerId | undefined => (source.kind === 'address' ? undefined : source);

export const armTargetOf = (target: TargetServerId): ArmServerId => ({ ...target, kind: 'flexibleServer' });
