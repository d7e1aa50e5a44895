// Servers and virtual networks to plan with.
import { armServerId } from '../../../shared/domain/server-ids';
import type { NetworkServer, NetworkSituation, SecurityRule, Subnet, VirtualNetwork } from '../../../shared/network/types';

const group = '/subscriptions/S/resourceGroups/net/providers/Microsoft.Network';
export const networkId = (name: string) => `${group}/virtualNetworks/${name}`;
export const subnetId = (network: string, name: string) => `${networkId(network)}/subnets/${name}`;
export const groupId = (name: string) => `${group}/networkSecurityGroups/${name}`;
export const endpointId = (name: string) => `${group}/privateEndpoints/${name}`;

export const subnet = (network: string, name: string, more: Partial<Subnet> = {}): Subnet => ({
  id: subnetId(network, name),
  name,
  addressPrefixes: ['10.0.1.0/24'],
  delegations: [],
  freeAddresses: 251,
  filtersEndpoints: false,
  ...more,
});

export const network = (name: string, subnets: Subnet[], more: Partial<VirtualNetwork> = {}): VirtualNetwork => ({
  id: networkId(name),
  name,
  location: 'westeurope',
  addressPrefixes: ['10.0.0.0/16'],
  subnets,
  peerings: [],
  ...more,
});

const serverId = (side: 'source' | 'target') =>
  armServerId({
    kind: side === 'source' ? 'singleServer' : 'flexibleServer',
    subscriptionId: 'S',
    resourceGroup: 'rg',
    server: side === 'source' ? 'old' : 'new',
  });

const server = (side: 'source' | 'target', more: Partial<NetworkServer> = {}): NetworkServer => ({
  side,
  name: side === 'source' ? 'old' : 'new',
  resourceId: serverId(side),
  access: 'public',
  port: 5432,
  privateEndpoints: [],
  ...more,
});

export const publicSource = server('source');
export const publicTarget = server('target');
/** A single server whose public access is denied, entered by a private endpoint. */
export const sourceBehind = (subnet: string | undefined, status = 'Approved', name = 'pe-old') =>
  server('source', {
    access: 'private',
    privateEndpoints: [
      { endpointId: endpointId(name), connectionId: `${serverId('source')}/privateEndpointConnections/${name}`, status, subnetId: subnet },
    ],
  });
export const targetIn = (subnet: string) => server('target', { access: 'private', delegatedSubnetId: subnet });

export const delegated = ['Microsoft.DBforPostgreSQL/flexibleServers'];

export const situation = (more: Partial<NetworkSituation> = {}): NetworkSituation => ({
  source: publicSource,
  target: publicTarget,
  virtualNetworks: [],
  unreadable: [],
  outboundAddresses: ['203.0.113.4'],
  ...more,
});

export const rule = (more: Partial<SecurityRule>): SecurityRule => ({
  name: 'rule',
  priority: 200,
  direction: 'Outbound',
  access: 'Deny',
  protocol: '*',
  sources: ['*'],
  destinations: ['*'],
  destinationPorts: ['*'],
  ...more,
});

/** What Azure puts into every group. */
export const defaultRules: SecurityRule[] = (['Inbound', 'Outbound'] as const).flatMap((direction) => [
  rule({ name: 'AllowVnet', priority: 65000, direction, access: 'Allow', sources: ['VirtualNetwork'], destinations: ['VirtualNetwork'] }),
  rule({
    name: 'AllowOther',
    priority: 65001,
    direction,
    access: 'Allow',
    ...(direction === 'Outbound' ? { destinations: ['Internet'] } : { sources: ['AzureLoadBalancer'] }),
  }),
  rule({ name: 'DenyAll', priority: 65500, direction }),
]);
