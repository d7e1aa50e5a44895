/** What keeps one subnet from being the one that reaches both servers. */
import { migrationError } from '../domain/error-codes';
import { azScope } from './az-words';
import { freeNetwork } from './cidr';
import { peeringProblems } from './peering-problems';
import { securityProblems } from './security-problems';
import type { NetworkProblem, NetworkSituation, Subnet, VirtualNetwork } from './types';

/** Azure's own, by their names. */
const reserved = ['GatewaySubnet', 'AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'AzureBastionSubnet', 'RouteServerSubnet'].map(
  (name) => name.toLowerCase(),
);

export const isReserved = ({ name }: Subnet) => reserved.includes(name.toLowerCase());

export const subnetProblems = (subnet: Subnet, network: VirtualNetwork, situation: NetworkSituation): NetworkProblem[] => [
  ...ownSubnetProblems(subnet, network),
  ...securityProblems(subnet, network, situation),
  ...peeringProblems(network, situation),
];

/** Of the subnet itself, wherever the servers are. */
export function ownSubnetProblems(subnet: Subnet, network: VirtualNetwork): NetworkProblem[] {
  const { id, name, delegations, freeAddresses } = subnet;
  const extra = { objects: [id], hint: newSubnet(network) };
  const found: NetworkProblem[] = [];
  const of = `The subnet '${name}' of '${network.name}'`;
  if (isReserved(subnet)) {
    found.push({ severity: 'error', ...migrationError('SUBNET_DELEGATED', `${of} is kept for a service of Azure by its name.`, extra) });
  } else if (delegations.length) {
    const message = `${of} is delegated to ${delegations.join(', ')}; nothing else can be placed in it.`;
    found.push({ severity: 'error', ...migrationError('SUBNET_DELEGATED', message, extra) });
  }
  if (freeAddresses < 1) {
    found.push({ severity: 'error', ...migrationError('SUBNET_FULL', `${of} has no free address.`, extra) });
  }
  return found;
}

/** Enough for a migration service, and rarely too much. */
const newSubnetBits = 27;

/** The command that creates one beside the others. */
export function newSubnet({ id, name, addressPrefixes, subnets }: VirtualNetwork): string {
  const taken = subnets.flatMap((subnet) => subnet.addressPrefixes);
  const prefix = freeNetwork(addressPrefixes, taken, newSubnetBits);
  const where = `${azScope(id)} --vnet-name '${name}'`;
  return `az network vnet subnet create ${where} --name 'pgflex' --address-prefixes ${prefix ?? "'<a free range, after az network vnet update --address-prefixes>'"}`;
}
