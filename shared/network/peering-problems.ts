/** Whether a virtual network leads to those of the private servers, as far as peerings tell. */
import { migrationError } from '../domain/error-codes';
import { isSameId, networkIdOf } from '../domain/network-ids';
import { azScope, partsOf } from './az-words';
import type { NetworkProblem, NetworkServer, NetworkSituation, VirtualNetwork } from './types';

export function peeringProblems(from: VirtualNetwork, { source, target }: NetworkSituation): NetworkProblem[] {
  return [source, target].flatMap((server) => {
    const networks = networksOf(server);
    // A server with several endpoints is entered by any of them.
    if (!networks.length || networks.some((id) => isSameId(id, from.id) || stateOf(from, id) === 'Connected')) return [];
    return networks.slice(0, 1).map((id) => notPeered(from, id, server));
  });
}

function networksOf({ access, delegatedSubnetId, privateEndpoints }: NetworkServer): string[] {
  if (access === 'public') return [];
  const subnets = [delegatedSubnetId, ...privateEndpoints.map(({ subnetId }) => subnetId)].filter((id) => id !== undefined);
  return [...new Set(subnets.map(networkIdOf))];
}

const stateOf = ({ peerings }: VirtualNetwork, id: string) => peerings.find(({ remoteId }) => isSameId(remoteId, id))?.state;

/** Without a peering a hub, a VPN or a router may still lead there; a peering that is broken was meant to and does not. */
function notPeered(from: VirtualNetwork, id: string, { side, name }: NetworkServer): NetworkProblem {
  const state = stateOf(from, id);
  const to = partsOf(id).name;
  const message = state
    ? `The peering from the virtual network '${from.name}' to '${to}', where the ${side} '${name}' is, is ${state}, not Connected.`
    : `The virtual network '${from.name}' is not peered with '${to}', where the ${side} '${name}' is: it is reached only if a hub or gateway leads there.`;
  const peer = (one: string, other: string) =>
    `az network vnet peering create ${azScope(one)} --vnet-name '${partsOf(one).name}' --name 'pgflex-${partsOf(other).name}' --remote-vnet '${other}' --allow-vnet-access`;
  const hint = `${peer(from.id, id)} && ${peer(id, from.id)}`;
  return { severity: state ? 'error' : 'warning', ...migrationError('NETWORKS_NOT_PEERED', message, { objects: [from.id, id], hint }) };
}
