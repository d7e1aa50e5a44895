/** What network security groups keep a subnet from: the services that whoever moves the data talks to, and both servers. */
import { migrationError } from '../domain/error-codes';
import { isSameId, networkIdOf } from '../domain/network-ids';
import { azScope, partsOf } from './az-words';
import { blockingRule, type Connection, type Place } from './blocking-rule';
import type { NetworkProblem, NetworkServer, NetworkSituation, SecurityGroup, SecurityRule, Subnet, VirtualNetwork } from './types';

/** What Azure Database Migration Service, and this service, must reach over HTTPS (azure-apis.md 4). */
const services = ['ServiceBus', 'Storage', 'AzureMonitor'];

/** Of a rule that a person writes: 100 to 4096. */
const [firstPriority, lastPriority] = [100, 4096];

/** Of one subnet that would be used. */
export function securityProblems(subnet: Subnet, network: VirtualNetwork, situation: NetworkSituation): NetworkProblem[] {
  const here: Place = { networks: subnet.addressPrefixes };
  const servers = [situation.source, situation.target];
  const outwards = [
    ...services.map((service) => ({ what: `HTTPS to ${service}`, to: { service, location: network.location } as Place, port: 443 })),
    ...servers.map((server) => ({ what: `PostgreSQL to the ${named(server)}`, to: placeOf(server, situation), port: server.port })),
  ];
  const own = outwards.flatMap(({ what, to, port }) => problemAt(subnet, what, { direction: 'Outbound' as const, from: here, to, port }));
  const theirs = servers.flatMap((server) =>
    filteringSubnets(server, situation)
      .filter(({ id }) => !isSameId(id, subnet.id))
      .flatMap((other) =>
        problemAt(other, `PostgreSQL from the subnet '${subnet.name}' to the ${named(server)}`, {
          direction: 'Inbound' as const,
          from: here,
          to: { networks: other.addressPrefixes },
          port: server.port,
        }),
      ),
  );
  return [...own, ...theirs];
}

const named = ({ side, name }: NetworkServer) => `${side} '${name}'`;

/** Its subnets, where they could be read; else, if it is private, nobody knows where it is. */
function placeOf(server: NetworkServer, situation: NetworkSituation): Place {
  if (server.access === 'public') return 'internet';
  return { networks: subnetsOf(server, situation).flatMap(({ addressPrefixes }) => addressPrefixes) };
}

/** Those whose security group sees what comes to the server. */
const filteringSubnets = (server: NetworkServer, situation: NetworkSituation) =>
  subnetsOf(server, situation).filter(({ filtersEndpoints }) => server.delegatedSubnetId || filtersEndpoints);

function subnetsOf(server: NetworkServer, { virtualNetworks }: NetworkSituation): Subnet[] {
  if (server.access === 'public') return [];
  const ids = [server.delegatedSubnetId, ...server.privateEndpoints.map(({ subnetId }) => subnetId)].filter((id) => id !== undefined);
  return virtualNetworks.flatMap(({ subnets }) => subnets.filter(({ id }) => ids.some((wanted) => isSameId(wanted, id))));
}

function problemAt({ name, id, securityGroup }: Subnet, what: string, connection: Connection): NetworkProblem[] {
  const rule = securityGroup && blockingRule(securityGroup, connection);
  if (!securityGroup || !rule) return [];
  const group = partsOf(securityGroup.id).name;
  const message =
    `The rule '${rule.name}' (priority ${rule.priority}) of the network security group '${group}' blocks ${what}: ` +
    `port ${connection.port}, ${connection.direction.toLowerCase()}, at the subnet '${name}' of '${partsOf(networkIdOf(id)).name}'.`;
  const hint = allowing(securityGroup, rule, connection);
  return [
    { severity: 'error', ...migrationError('SECURITY_GROUP_BLOCKS', message, { objects: [securityGroup.id], ...(hint ? { hint } : {}) }) },
  ];
}

/** Undefined: no priority is free before the rule that blocks. */
function allowing(group: SecurityGroup, blocking: SecurityRule, { direction, from, to, port }: Connection): string | undefined {
  const taken = new Set(group.rules.filter((rule) => rule.direction === direction).map(({ priority }) => priority));
  let priority = Math.min(lastPriority, blocking.priority - 1);
  while (taken.has(priority)) priority -= 1;
  if (priority < firstPriority) return undefined;
  return (
    `az network nsg rule create ${azScope(group.id)} --nsg-name '${partsOf(group.id).name}' --name 'pgflex-${direction.toLowerCase()}-${port}-${priority}' ` +
    `--priority ${priority} --direction ${direction} --access Allow --protocol Tcp --source-address-prefixes ${prefixes(from)} ` +
    `--destination-address-prefixes ${prefixes(to)} --destination-port-ranges ${port}`
  );
}

function prefixes(place: Place): string {
  if (place === 'internet') return 'Internet';
  return 'service' in place ? place.service : place.networks.join(' ') || 'VirtualNetwork';
}
