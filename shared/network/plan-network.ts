/** Plans the way to both servers: over their public addresses, or from a subnet of a virtual network, and what is in the way. */
import { migrationError } from '../domain/error-codes';
import { isSameId, networkIdOf } from '../domain/network-ids';
import { type ChosenSubnet, chooseSubnet } from './choose-subnet';
import { serverProblems } from './server-problems';
import { newSubnet } from './subnet-problems';
import type { NetworkPlan, NetworkProblem, NetworkServer, NetworkSituation } from './types';

export function planNetwork(situation: NetworkSituation): NetworkPlan {
  const { source, target, outboundAddresses } = situation;
  const isPublic = source.access === 'public' && target.access === 'public';
  if (isPublic) {
    return { path: 'public', message: publicMessage(situation), candidates: [], outboundAddresses, problems: serverProblems(situation) };
  }
  const choice = chooseSubnet(situation);
  const { candidates, subnet } = choice;
  return {
    path: 'virtualNetwork',
    message: `${privateServers([source, target])} ${subnetMessage(choice)}`,
    ...(subnet ? { subnet } : {}),
    candidates,
    outboundAddresses,
    problems: [...serverProblems(situation), ...(subnet ? subnet.problems : noSubnet(choice, situation))],
  };
}

function publicMessage({ source, target, outboundAddresses }: NetworkSituation): string {
  const opened = [source, target].filter(({ resourceId }) => resourceId !== undefined);
  const firewalls = outboundAddresses.length
    ? `A migration opens the firewall of ${opened.map(({ name }) => `'${name}'`).join(' and ')} for ${outboundAddresses.join(', ')} and closes it at its end.`
    : 'This service leaves their firewalls as they are.';
  return `Both servers are in public access: no virtual network is needed. ${firewalls}`;
}

function privateServers(servers: NetworkServer[]): string {
  const told = servers
    .filter(({ access }) => access === 'private')
    .map(({ side, name, delegatedSubnetId }) =>
      delegatedSubnetId === undefined
        ? `The ${side} '${name}' has its public access turned off.`
        : `The ${side} '${name}' is inside a virtual network.`,
    );
  return told.join(' ');
}

const subnetMessage = ({ subnet }: ChosenSubnet) =>
  subnet
    ? `The data is moved from the subnet '${subnet.name}' of '${subnet.virtualNetwork.name}', which has ${subnet.freeAddresses} free addresses and must reach both servers.`
    : 'The data has to be moved from a subnet that reaches both servers, and none was found.';

/** Where the network could not be read, nobody can say what is missing in it: that it was not read is told already. */
function noSubnet(
  { anchor, candidates }: ChosenSubnet,
  { virtualNetworks, chosenSubnetId, unreadable }: NetworkSituation,
): NetworkProblem[] {
  if (chosenSubnetId !== undefined) {
    if (unreadable.some(({ id }) => isSameId(id, networkIdOf(chosenSubnetId)))) return [];
    const message = `The subnet '${chosenSubnetId}', which the request names, does not exist.`;
    return [{ severity: 'error', ...migrationError('SUBNET_MISSING', message, { objects: [chosenSubnetId] }) }];
  }
  const [first] = candidates;
  const network = virtualNetworks.find(({ id }) => id === first?.virtualNetwork.id) ?? virtualNetworks[0];
  if (!network) {
    if (unreadable.length || hasNoWayIn(anchor)) return [];
    const message = `No virtual network is known from which the ${anchor.side} '${anchor.name}' can be reached.`;
    return [{ severity: 'error', ...migrationError('SUBNET_MISSING', message) }];
  }
  const message = `The virtual network '${network.name}' has no subnet that is not delegated and has a free address.`;
  return [{ severity: 'error', ...migrationError('SUBNET_MISSING', message, { objects: [network.id], hint: newSubnet(network) }) }];
}

/** That is a problem of its own. */
const hasNoWayIn = ({ resourceId, delegatedSubnetId, privateEndpoints }: NetworkServer) =>
  resourceId !== undefined && delegatedSubnetId === undefined && !privateEndpoints.length;
