/** Reads servers from Azure Resource Manager: where they listen, who administers them, what they demand. */
import { PostgreSQLManagementClient } from '@azure/arm-postgresql';
import { PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { AuthenticationError, type TokenCredential } from '@azure/identity';
import { config } from '../config';
import { fail } from '../domain/error-codes';
import type { ServerMetadata } from '../domain/migration';

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
  metadata: ServerMetadata;
}

/** Azure Resource Manager's scope, whatever the address of its endpoint. */
const credentialScopes = 'https://management.azure.com/.default';

function clientOptions() {
  const { armEndpoint, ca } = config();
  return {
    endpoint: armEndpoint,
    $host: armEndpoint,
    credentialScopes,
    tlsOptions: ca ? { ca } : undefined,
    retryOptions: { maxRetries: 3 },
  };
}

/** Undefined: there is no such server. */
export async function findFlexibleServer(id: ServerId, identity: TokenCredential): Promise<ArmServer | undefined> {
  const client = new PostgreSQLManagementFlexibleServerClient(identity, id.subscriptionId, clientOptions());
  const server = await unlessMissing(id, () => client.servers.get(id.resourceGroup, id.server));
  if (!server) return undefined;
  const tls = await unlessMissing(id, () => client.configurations.get(id.resourceGroup, id.server, 'require_secure_transport'));
  return {
    kind: 'flexibleServer',
    fullyQualifiedDomainName: server.fullyQualifiedDomainName ?? '',
    administratorLogin: server.administratorLogin ?? '',
    version: String(server.version ?? ''),
    state: server.state ?? '',
    requiresTls: tls?.value?.toLowerCase() === 'on',
    metadata: metadataOf(server, (server.storage?.storageSizeGB ?? 0) * 1024),
  };
}

/** Undefined: there is no such server. */
export async function findSingleServer(id: ServerId, identity: TokenCredential): Promise<ArmServer | undefined> {
  const client = new PostgreSQLManagementClient(identity, id.subscriptionId, clientOptions());
  const server = await unlessMissing(id, () => client.servers.get(id.resourceGroup, id.server));
  return (
    server && {
      kind: 'singleServer',
      fullyQualifiedDomainName: server.fullyQualifiedDomainName ?? '',
      administratorLogin: server.administratorLogin ?? '',
      version: server.version ?? '',
      state: server.userVisibleState ?? '',
      requiresTls: server.sslEnforcement === 'Enabled',
      metadata: metadataOf(server, server.storageProfile?.storageMB ?? 0),
    }
  );
}

const metadataOf = (
  { location, version, sku }: { location: string; version?: string; sku?: { name: string; tier?: string } },
  storageMb: number,
): ServerMetadata => ({
  location,
  version: version ?? '',
  ...(storageMb ? { storageMb } : {}),
  ...(sku ? { sku: { name: sku.name, tier: sku.tier ?? '' } } : {}),
});

async function unlessMissing<T>({ server }: ServerId, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status === 404) return undefined;
    if (error instanceof AuthenticationError || (error as Error).name === 'AuthenticationRequiredError') {
      throw fail('AAD_APP_INVALID', `Microsoft Entra ID refused the identity of this migration${aadCode(error)}.`, { cause: error });
    }
    if (status === 401 || status === 403)
      throw fail('ARM_ACCESS_DENIED', `Azure Resource Manager denied reading the server '${server}' (${status}).`, { cause: error });
    throw fail('ARM_UNAVAILABLE', `Azure Resource Manager could not be asked for the server '${server}' (status ${status ?? 'none'}).`, {
      cause: error,
    });
  }
}

/** The code alone: the whole text of Entra ID may name more than a caller should see. */
function aadCode(error: unknown): string {
  const code = /AADSTS\d+/.exec((error as Error).message)?.[0];
  return code ? ` (${code})` : '';
}
