/** What a person picks from, as Azure knows it and the service's own identity sees it. Every list is whole: all of Azure's pages are followed. */
import { credential } from '../azure/credential';
import { findVirtualNetwork, listVirtualNetworks, usagesOf } from '../azure/network-resources';
import {
  type ListedDatabase,
  type ListedServer,
  listFlexibleServers,
  listServerDatabases,
  listSingleServers,
  type ServerScope,
} from '../azure/server-catalog';
import { listResourceGroups, listSubscriptions, type ResourceGroup, type Subscription } from '../azure/subscriptions';
import { virtualNetworkOf } from '../azure/virtual-network';
import { systemDatabases } from '../domain/limits';
import { Rejection } from '../domain/rejections';
import type { ArmServerId } from '../domain/server-ids';
import { ownSubnetProblems } from '../network/subnet-problems';
import type { NetworkProblem, Subnet, VirtualNetwork } from '../network/types';
import { lookRejection } from './look-rejection';

export const subscriptions = (): Promise<Subscription[]> => looked(undefined, () => listSubscriptions(credential()));

export const resourceGroups = (subscriptionId: string): Promise<ResourceGroup[]> =>
  looked(
    'subscriptionId',
    async () => (await listResourceGroups(credential(), subscriptionId)) ?? missing('subscriptionId', `subscription '${subscriptionId}'`),
  );

/** A source is a server of either kind, a target a flexible one. */
export const servers = (scope: ServerScope, kind: 'source' | 'target'): Promise<ListedServer[]> =>
  looked('subscriptionId', async () => {
    const [flexible, single] = await Promise.all([
      listFlexibleServers(credential(), scope),
      kind === 'source' ? listSingleServers(credential(), scope) : [],
    ]);
    if (!flexible || !single) return missingScope(scope);
    return [...single, ...flexible];
  });

export const databases = (server: ArmServerId): Promise<(ListedDatabase & { isSystem: boolean })[]> =>
  looked('server', async () => {
    const found =
      (await listServerDatabases(credential(), server)) ?? missing('server', `server '${server.server}' in '${server.resourceGroup}'`);
    return found.map((database) => ({ ...database, isSystem: systemDatabases.includes(database.name) }));
  });

export type ListedNetwork = Pick<VirtualNetwork, 'id' | 'name' | 'location' | 'addressPrefixes'> & { subnets: number };

export const virtualNetworks = (scope: ServerScope): Promise<ListedNetwork[]> =>
  looked('subscriptionId', async () => {
    const { subscriptionId, resourceGroup } = scope;
    const path = `/subscriptions/${subscriptionId}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`;
    const found = (await listVirtualNetworks(credential(), path)) ?? missingScope(scope);
    return found.map(({ id, name, location, addressPrefixes, subnets }) => ({
      id,
      name,
      location,
      addressPrefixes,
      subnets: subnets.length,
    }));
  });

export type ListedSubnet = Omit<Subnet, 'securityGroup' | 'filtersEndpoints'> & { securityGroupId?: string; problems: NetworkProblem[] };

export const subnets = (networkId: string): Promise<ListedSubnet[]> =>
  looked('virtualNetwork', async () => {
    const [resource, usages] = await Promise.all([findVirtualNetwork(credential(), networkId), usagesOf(credential(), networkId)]);
    if (!resource) return missing('virtualNetwork', `virtual network '${networkId}'`);
    const network = virtualNetworkOf(resource, usages);
    return network.subnets.map((subnet) => {
      const { id, name, addressPrefixes, delegations, freeAddresses } = subnet;
      const { securityGroupId } = resource.subnets.find((each) => each.id === id) ?? {};
      const problems = ownSubnetProblems(subnet, network);
      return { id, name, addressPrefixes, delegations, freeAddresses, ...(securityGroupId ? { securityGroupId } : {}), problems };
    });
  });

/** Throws a Rejection about the parameter that names where to look. */
async function looked<T>(field: string | undefined, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw lookRejection(error, field);
  }
}

function missing(target: string, what: string): never {
  throw new Rejection('ResourceNotFound', `There is no ${what} that the identity of this service sees.`, { target });
}

const missingScope = ({ subscriptionId, resourceGroup }: ServerScope): never =>
  resourceGroup === undefined
    ? missing('subscriptionId', `subscription '${subscriptionId}'`)
    : missing('resourceGroup', `resource group '${resourceGroup}' in the subscription '${subscriptionId}'`);
