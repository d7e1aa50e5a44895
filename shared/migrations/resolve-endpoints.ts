/** From what a caller named to where source and target listen, who logs in and how strictly TLS is checked (INTERFACES 1, decisions). */
import type { TokenCredential } from '@azure/identity';
import { type ArmServer, findFlexibleServer, findSingleServer } from '../azure/arm-servers';
import { vCoresOf } from '../azure/v-cores';
import { parseHostPort } from '../contract/host-port';
import { fail } from '../domain/error-codes';
import type { MigrationRequest, ServerEndpoint, ServerMetadata, SslMode, TargetServerId } from '../domain/migration';

/** ARM names a host, and locally its port; what a caller wrote was checked when it came in. */
function addressOf(text: string): { host: string; port: number } {
  const address = parseHostPort(text);
  if (!address) throw fail('SERVER_UNREACHABLE', `'${text}' is not the address of a server.`);
  return address;
}

/** What of a migration says where its target is. */
export interface TargetRequest {
  target: TargetServerId;
  request: Pick<MigrationRequest, 'targetHost' | 'targetUser'>;
}

export interface ResolvedServer {
  endpoint: ServerEndpoint;
  /** Of a server that Azure Resource Manager knows. */
  metadata?: ServerMetadata;
}

export async function resolveTarget({ target, request }: TargetRequest, identity: TokenCredential): Promise<ResolvedServer> {
  const server = await findFlexibleServer(target, identity);
  if (!server)
    throw fail(
      'TARGET_SERVER_NOT_FOUND',
      `There is no flexible server '${target.server}' in the resource group '${target.resourceGroup}'.`,
    );
  assertReady(server, target.server);
  const endpoint: ServerEndpoint = {
    ...addressOf(request.targetHost ?? server.fullyQualifiedDomainName),
    user: request.targetUser ?? server.administratorLogin,
    sslMode: server.requiresTls ? 'VerifyFull' : 'Prefer',
    vCores: server.metadata.sku && vCoresOf(server.metadata.sku.name),
    network: server.network,
  };
  return { endpoint, metadata: server.metadata };
}

/** What of a request says where the source is. */
type SourceRequest = Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode'>;

export async function resolveSource({ request }: { request: SourceRequest }, identity: TokenCredential): Promise<ResolvedServer> {
  const source = request.sourceServer;
  if (source.kind === 'address') {
    const address = request.sourceHost ? addressOf(request.sourceHost) : { host: source.host, port: source.port };
    return { endpoint: { ...address, user: request.sourceUser ?? source.user, sslMode: request.sslMode ?? 'Prefer' } };
  }
  const server = await (source.kind === 'singleServer' ? findSingleServer(source, identity) : findFlexibleServer(source, identity));
  if (!server)
    throw fail('SOURCE_SERVER_NOT_FOUND', `There is no server '${source.server}' in the resource group '${source.resourceGroup}'.`);
  assertReady(server, source.server);
  const endpoint: ServerEndpoint = {
    ...addressOf(request.sourceHost ?? server.fullyQualifiedDomainName),
    user: loginOf(server, source.server, request.sourceUser ?? server.administratorLogin),
    sslMode: request.sslMode ?? defaultSslMode(server),
    network: server.network,
  };
  return { endpoint, metadata: server.metadata };
}

const defaultSslMode = (server: ArmServer): SslMode => (server.kind === 'singleServer' && server.requiresTls ? 'VerifyFull' : 'Prefer');

/** Azure's Single Server wants `user@server`; both forms are accepted. Any other server wants the plain name. */
function loginOf(server: ArmServer, name: string, user: string): string {
  const isAzures =
    server.kind === 'singleServer' &&
    /\.postgres\.database\.(azure|usgovcloudapi|chinacloudapi)\./i.test(`${server.fullyQualifiedDomainName}.`);
  if (isAzures) return user.includes('@') ? user : `${user}@${name}`;
  return user.endsWith(`@${name}`) ? user.slice(0, -name.length - 1) : user;
}

function assertReady(server: ArmServer, name: string): void {
  if (server.state !== 'Ready')
    throw fail('SERVER_NOT_READY', `The server '${name}' is ${server.state || 'in an unknown state'}, not Ready.`);
}
