/**
 * Which subnet is pre-filled, by the three rules of the specification (5.5): source private and target public, the subnet of the source's private
 * endpoint; target private, another subnet of its virtual network, since its own is delegated; so it is where both are private.
 */
import { isSameId, networkIdOf } from '../domain/network-ids';
import { isReserved, subnetProblems } from './subnet-problems';
import type { NetworkServer, NetworkSituation, Subnet, SubnetCandidate, VirtualNetwork } from './types';

export interface ChosenSubnet {
  /** The server whose network decides. */
  anchor: NetworkServer;
  /** The best first. */
  candidates: SubnetCandidate[];
  subnet?: SubnetCandidate & { prefilledBecause: string };
}

export function chooseSubnet(situation: NetworkSituation): ChosenSubnet {
  const { source, target, virtualNetworks, chosenSubnetId } = situation;
  const anchor = target.access === 'private' ? target : source;
  const own = ownSubnetIds(anchor);
  const inQuestion = virtualNetworks.filter(({ id }) =>
    [...own, ...(chosenSubnetId ? [chosenSubnetId] : [])].some((subnetId) => isSameId(networkIdOf(subnetId), id)),
  );
  const isChosen = ({ id }: Subnet) => chosenSubnetId !== undefined && isSameId(id, chosenSubnetId);
  const candidates = inQuestion
    .flatMap((network) =>
      network.subnets.filter((subnet) => !isReserved(subnet) || isChosen(subnet)).map((subnet) => candidateOf(subnet, network, situation)),
    )
    .sort(
      (one, other) => rank(one, own) - rank(other, own) || other.freeAddresses - one.freeAddresses || one.name.localeCompare(other.name),
    );
  const chosen = candidates.find(({ id }) => chosenSubnetId !== undefined && isSameId(id, chosenSubnetId));
  if (chosen) return { anchor, candidates, subnet: { ...chosen, prefilledBecause: 'The request names it.' } };
  const [best] = candidates;
  if (chosenSubnetId !== undefined || !best || !mayBeTaken(best)) return { anchor, candidates };
  return { anchor, candidates, subnet: { ...best, prefilledBecause: because(best, anchor, own, situation) } };
}

/** Those of its private endpoints, the ones that lead in first, or the one that belongs to it. */
function ownSubnetIds({ delegatedSubnetId, privateEndpoints }: NetworkServer): string[] {
  if (delegatedSubnetId !== undefined) return [delegatedSubnetId];
  const byState = [...privateEndpoints].sort((one, other) => Number(other.status === 'Approved') - Number(one.status === 'Approved'));
  return byState.flatMap(({ subnetId }) => subnetId ?? []);
}

const candidateOf = (subnet: Subnet, network: VirtualNetwork, situation: NetworkSituation): SubnetCandidate => ({
  id: subnet.id,
  name: subnet.name,
  virtualNetwork: { id: network.id, name: network.name },
  location: network.location,
  addressPrefixes: subnet.addressPrefixes,
  freeAddresses: subnet.freeAddresses,
  problems: subnetProblems(subnet, network, situation),
});

/** What is no matter of a rule that somebody can change stands last; the endpoint's own subnet comes before its neighbours. */
function rank(candidate: SubnetCandidate, own: readonly string[]): number {
  if (!mayBeTaken(candidate)) return 1000;
  const hasErrors = candidate.problems.some(({ severity }) => severity === 'error');
  const place = own.findIndex((id) => isSameId(id, candidate.id));
  return (hasErrors ? 500 : 0) + (place < 0 ? own.length : place);
}

const mayBeTaken = ({ problems }: SubnetCandidate) => !problems.some(({ code }) => code === 'SUBNET_DELEGATED' || code === 'SUBNET_FULL');

function because(best: SubnetCandidate, anchor: NetworkServer, own: readonly string[], { source, target }: NetworkSituation): string {
  const { side, name, delegatedSubnetId } = anchor;
  if (delegatedSubnetId === undefined && own.some((id) => isSameId(id, best.id))) {
    return `The private endpoint of the ${side} '${name}' is in it.`;
  }
  const both = source.access === 'private' && target.access === 'private' ? ' Both servers are private: the target decides.' : '';
  const why =
    delegatedSubnetId === undefined
      ? `the subnet of the private endpoint of the ${side} '${name}' cannot be taken`
      : `the subnet of the ${side} '${name}' is delegated to it`;
  return `It is in the same virtual network, '${best.virtualNetwork.name}': ${why}.${both}`;
}
