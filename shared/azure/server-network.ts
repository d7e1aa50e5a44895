/** How a server of Azure is reached, from what its resource says. */
import type { Server as SingleServer } from '@azure/arm-postgresql';
import type { Server as FlexibleServer } from '@azure/arm-postgresql-flexible';
import type { PrivateEndpointLink, ServerNetwork } from '../domain/migration';

/** A flexible server in a virtual network has no public address at all; any other may have private endpoints beside it. */
export function flexibleServerNetwork({ network, privateEndpointConnections }: FlexibleServer): ServerNetwork {
  if (network?.delegatedSubnetResourceId) return { access: 'private', delegatedSubnetId: network.delegatedSubnetResourceId };
  return { access: accessOf(network?.publicNetworkAccess), ...withLinks((privateEndpointConnections ?? []).map(linkOf)) };
}

export function singleServerNetwork({ publicNetworkAccess, privateEndpointConnections }: SingleServer): ServerNetwork {
  const links = (privateEndpointConnections ?? []).map(({ id, properties }) => linkOf({ id, ...properties }));
  return { access: accessOf(publicNetworkAccess), ...withLinks(links) };
}

const accessOf = (publicAccess: string | undefined) => (publicAccess === 'Disabled' ? ('private' as const) : ('public' as const));

function linkOf(connection: {
  id?: string;
  privateEndpoint?: { id?: string };
  privateLinkServiceConnectionState?: { status?: string };
}): PrivateEndpointLink {
  return {
    endpointId: connection.privateEndpoint?.id ?? '',
    connectionId: connection.id ?? '',
    status: connection.privateLinkServiceConnectionState?.status ?? '',
  };
}

function withLinks(links: PrivateEndpointLink[]): Pick<ServerNetwork, 'privateEndpoints'> {
  const known = links.filter(({ endpointId }) => endpointId);
  return known.length ? { privateEndpoints: known } : {};
}
