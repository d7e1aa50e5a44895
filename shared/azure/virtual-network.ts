/** A virtual network of Azure as the plan knows it. */
import { isSameId } from '../domain/network-ids';
import { freeAddresses } from '../network/free-addresses';
import type { SecurityGroup, VirtualNetwork } from '../network/types';
import type { NetworkResource, Usage } from './network-resources';

/** `groups`: those of its security groups that were read. */
export const virtualNetworkOf = (network: NetworkResource, usages: Usage[], groups: SecurityGroup[] = []): VirtualNetwork => ({
  ...network,
  subnets: network.subnets.map(({ used, securityGroupId, ...subnet }) => {
    const usage = usages.find(({ id }) => isSameId(id, subnet.id));
    const securityGroup = groups.find(({ id }) => securityGroupId !== undefined && isSameId(id, securityGroupId));
    return {
      ...subnet,
      freeAddresses: freeAddresses({ addressPrefixes: subnet.addressPrefixes, used, usage }),
      ...(securityGroup ? { securityGroup } : {}),
    };
  }),
});
