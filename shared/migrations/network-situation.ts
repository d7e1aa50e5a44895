/** Gathers what a network plan is made from: both servers, and the virtual networks that they and the chosen subnet are in. */
import type { TokenCredential } from '@azure/identity';
import { findEndpointSubnet, findSecurityGroup, findVirtualNetwork, usagesOf } from '../azure/network-resources';
import { virtualNetworkOf } from '../azure/virtual-network';
import { config } from '../config';
import { MigrationFailure } from '../domain/error-codes';
import type { ServerEndpoint, SourceServer, TargetServerId } from '../domain/migration';
import { networkIdOf } from '../domain/network-ids';
import { isPrivateAddress } from '../domain/private-address';
import { armServerId, armSourceOf, armTargetOf } from '../domain/server-ids';
import type { NetworkServer, NetworkSituation, VirtualNetwork } from '../network/types';

export interface NetworkPlanInput {
  source: { server: SourceServer; endpoint: ServerEndpoint };
  target: { server: TargetServerId; endpoint: ServerEndpoint };
  chosenSubnetId?: string;
}

/** What may not be read, or is not there, is told in the situation. Throws a MigrationFailure where Azure or the identity fails as a whole. */
export async function networkSituation(input: NetworkPlanInput, identity: TokenCredential): Promise<NetworkSituation> {
  const unreadable = new Map<string, string>();
  const read: ReadIfPossible = async (id, find) => {
    try {
      const found = await find(identity, id);
      if (found === undefined) unreadable.set(id, 'it does not exist.');
      return found;
    } catch (error) {
      if (!(error instanceof MigrationFailure && error.error.code === 'ARM_ACCESS_DENIED')) throw error;
      unreadable.set(id, error.error.message);
      return undefined;
    }
  };
  const [source, target] = await Promise.all([sourceOf(input.source, read), targetOf(input.target, read)]);
  const subnetIds = [source, target].filter(({ access }) => access === 'private').flatMap(subnetIdsOf);
  const networks = distinct([...subnetIds, ...(input.chosenSubnetId ? [input.chosenSubnetId] : [])].map(networkIdOf));
  const virtualNetworks = await Promise.all(networks.map((id) => readNetwork(id, read, identity)));
  return {
    source,
    target,
    virtualNetworks: virtualNetworks.filter((network) => network !== undefined),
    unreadable: [...unreadable].map(([id, why]) => ({ id, why })),
    outboundAddresses: config().outboundAddresses.map(({ from, to }) => (from === to ? from : `${from}-${to}`)),
    ...(input.chosenSubnetId ? { chosenSubnetId: input.chosenSubnetId } : {}),
  };
}

type ReadIfPossible = <T>(id: string, find: (identity: TokenCredential, id: string) => Promise<T | undefined>) => Promise<T | undefined>;

async function sourceOf({ server, endpoint }: NetworkPlanInput['source'], read: ReadIfPossible): Promise<NetworkServer> {
  const arm = armSourceOf(server);
  if (arm) return serverOf('source', arm.server, armServerId(arm), endpoint, read);
  const { host, port } = endpoint;
  const access = isPrivateAddress(host) ? 'private' : 'public';
  return { side: 'source', name: `${host}:${port}`, access, port, privateEndpoints: [] };
}

const targetOf = ({ server, endpoint }: NetworkPlanInput['target'], read: ReadIfPossible): Promise<NetworkServer> =>
  serverOf('target', server.server, armServerId(armTargetOf(server)), endpoint, read);

async function serverOf(
  side: NetworkServer['side'],
  name: string,
  resourceId: string,
  { port, network }: ServerEndpoint,
  read: ReadIfPossible,
): Promise<NetworkServer> {
  const { access = 'public', delegatedSubnetId, privateEndpoints = [] } = network ?? {};
  // Beside an open public address they lead in, too, but nothing depends on them.
  const links = access === 'private' ? privateEndpoints : [];
  return {
    side,
    name,
    resourceId,
    access,
    port,
    ...(delegatedSubnetId ? { delegatedSubnetId } : {}),
    privateEndpoints: await Promise.all(
      links.map(async (link) => ({ ...link, subnetId: await read(link.endpointId, findEndpointSubnet) })),
    ),
  };
}

const subnetIdsOf = ({ delegatedSubnetId, privateEndpoints }: NetworkServer): string[] =>
  delegatedSubnetId ? [delegatedSubnetId] : privateEndpoints.flatMap(({ subnetId }) => subnetId ?? []);

/** Ids of Azure are the same in any casing. */
const distinct = (ids: string[]): string[] => [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];

async function readNetwork(id: string, read: ReadIfPossible, identity: TokenCredential): Promise<VirtualNetwork | undefined> {
  const network = await read(id, findVirtualNetwork);
  if (!network) return undefined;
  const groupIds = distinct(network.subnets.flatMap(({ securityGroupId }) => securityGroupId ?? []));
  const [usages, groups] = await Promise.all([
    usagesOf(identity, id),
    Promise.all(groupIds.map((groupId) => read(groupId, findSecurityGroup))),
  ]);
  const known = groups.filter((group) => group !== undefined);
  return virtualNetworkOf(network, usages, known);
}
