/** Reads servers from Azure Resource Manager: where they listen, who administers them, what they demand. */
import type { TokenCredential } from '@azure/identity';
import type { ServerMetadata, ServerNetwork } from '../domain/migration';
import { flexibleServerClient, singleServerClient } from './arm';
import { unlessMissing } from './arm-failure';
import { flexibleServerNetwork, singleServerNetwork } from './server-network';

export interface ServerId {
  subscriptionId: string;
  resourceGroup: string;
  server: string;
}

export interface ArmServer {
  kind: 'singleServer' | 'flexibleServer';
  fullyQualifiedDomainName: string;
  administratorLogin: string;
  /** Major version as ARM writes it: `11`, `9.6`. */
  version: string;
  state: string;
  /** The server refuses connections without TLS. */
  requiresTls: boolean;
  network: ServerNetwork;
  metadata: ServerMetadata;
  /** Azure adds storage by itself when little is left. */
  growsStorage: boolean;
  /** A standby gets everything that is written. */
  highlyAvailable: boolean;
  /** It takes no writes of its own. */
  isReplica: boolean;
}

const reading = ({ server }: ServerId) => `reading the server '${server}'`;

/** Undefined: there is no such server. */
export async function findFlexibleServer(id: ServerId, identity: TokenCredential): Promise<ArmServer | undefined> {
  const client = await flexibleServerClient(identity, id.subscriptionId);
  const server = await unlessMissing(reading(id), () => client.servers.get(id.resourceGroup, id.server));
  if (!server) return undefined;
  const tls = await unlessMissing(reading(id), () => client.configurations.get(id.resourceGroup, id.server, 'require_secure_transport'));
  return {
    kind: 'flexibleServer',
    fullyQualifiedDomainName: server.fullyQualifiedDomainName ?? '',
    administratorLogin: server.administratorLogin ?? '',
    version: String(server.version ?? ''),
    state: server.state ?? '',
    requiresTls: tls?.value?.toLowerCase() === 'on',
    network: flexibleServerNetwork(server),
    metadata: metadataOf(server, (server.storage?.storageSizeGB ?? 0) * 1024),
    growsStorage: server.storage?.autoGrow === 'Enabled',
    highlyAvailable: (server.highAvailability?.mode ?? 'Disabled') !== 'Disabled',
    isReplica: /Replica$/.test(server.replicationRole ?? ''), // AsyncReplica, GeoAsyncReplica
  };
}

/** Undefined: there is no such server. */
export async function findSingleServer(id: ServerId, identity: TokenCredential): Promise<ArmServer | undefined> {
  const client = await singleServerClient(identity, id.subscriptionId);
  const server = await unlessMissing(reading(id), () => client.servers.get(id.resourceGroup, id.server));
  return (
    server && {
      kind: 'singleServer',
      fullyQualifiedDomainName: server.fullyQualifiedDomainName ?? '',
      administratorLogin: server.administratorLogin ?? '',
      version: server.version ?? '',
      state: server.userVisibleState ?? '',
      requiresTls: server.sslEnforcement === 'Enabled',
      network: singleServerNetwork(server),
      metadata: metadataOf(server, server.storageProfile?.storageMB ?? 0),
      growsStorage: server.storageProfile?.storageAutogrow === 'Enabled',
      highlyAvailable: false, // Single Server has none
      isReplica: server.replicationRole === 'Replica',
    }
  );
}

/** Names of the read replicas of a flexible server. Throws a MigrationFailure. */
export async function replicasOf(id: ServerId, identity: TokenCredential): Promise<string[]> {
  const client = await flexibleServerClient(identity, id.subscriptionId);
  const names: string[] = [];
  await unlessMissing(`reading the replicas of the server '${id.server}'`, async () => {
    for await (const { name } of client.replicas.listByServer(id.resourceGroup, id.server)) names.push(name ?? '');
  });
  return names;
}

export const metadataOf = (
  { location, version, sku }: { location: string; version?: string; sku?: { name: string; tier?: string } },
  storageMb: number,
): ServerMetadata => ({
  location,
  version: version ?? '',
  ...(storageMb ? { storageMb } : {}),
  ...(sku ? { sku: { name: sku.name, tier: sku.tier ?? '' } } : {}),
});
