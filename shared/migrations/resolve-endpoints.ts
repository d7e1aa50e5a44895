/** From what a caller named to where source and target listen, who logs in and how strictly TLS is checked (INTERFACES 1, decisions). */
import type { TokenCredential } from '@azure/identity';
import { type ArmServer, findFlexibleServer, findSingleServer } from '../azure/arm-servers';
import { vCoresOf } from '../azure/v-cores';
import { parseHostPort } from '../contract/host-port';
import { fail } from '../domain/error-codes';
import type { MigrationRequest, ServerEndpoint, ServerMetadata, SslMode, TargetServerId } from '../domain/migration';
import { type ArmServerId, armTargetOf } from '../domain/server-ids';
import { missingServer, type Side, serverNotReady } from '../domain/server-problems';

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

/** What of a request says where the source is. */
export type SourceRequest = Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode'>;

export interface ResolvedServer {
  endpoint: ServerEndpoint;
  /** Of a server that Azure Resource Manager knows. */
  metadata?: ServerMetadata;
}

/** Throws a MigrationFailure. */
export async function resolveTarget({ target, request }: TargetRequest, identity: TokenCredential): Promise<ResolvedServer> {
  const server = checked('target', armTargetOf(target), await findFlexibleServer(target, identity));
  return { endpoint: targetEndpoint(request, server), metadata: server.metadata };
}

/** Throws a MigrationFailure. */
export async function resolveSource({ request }: { request: SourceRequest }, identity: TokenCredential): Promise<ResolvedServer> {
  const source = request.sourceServer;
  if (source.kind === 'address') return { endpoint: sourceEndpoint(request, undefined) };
  const find = source.kind === 'singleServer' ? findSingleServer : findFlexibleServer;
  const server = checked('source', source, await find(source, identity));
  return { endpoint: sourceEndpoint(request, server), metadata: server.metadata };
}

/** Throws a MigrationFailure when Azure names no address. */
export const targetEndpoint = ({ targetHost, targetUser }: TargetRequest['request'], server: ArmServer): ServerEndpoint => ({
  ...addressOf(targetHost ?? server.fullyQualifiedDomainName),
  user: targetUser ?? server.administratorLogin,
  sslMode: server.requiresTls ? 'VerifyFull' : 'Prefer',
  vCores: server.metadata.sku && vCoresOf(server.metadata.sku.name),
  network: server.network,
  growsStorage: server.growsStorage,
});

/** `server`: undefined where the source is named by its address. Throws a MigrationFailure when Azure names no address. */
export function sourceEndpoint(
  { sourceServer: source, sourceHost, sourceUser, sslMode }: SourceRequest,
  server: ArmServer | undefined,
): ServerEndpoint {
  if (source.kind === 'address') {
    const address = sourceHost ? addressOf(sourceHost) : { host: source.host, port: source.port };
    return { ...address, user: sourceUser ?? source.user, sslMode: sslMode ?? 'Prefer' };
  }
  if (!server) throw new Error('A source that Azure knows has no endpoint without its server.');
  return {
    ...addressOf(sourceHost ?? server.fullyQualifiedDomainName),
    user: loginOf(server, source.server, sourceUser ?? server.administratorLogin),
    sslMode: sslMode ?? defaultSslMode(server),
    network: server.network,
  };
}

const defaultSslMode = (server: ArmServer): SslMode => (server.kind === 'singleServer' && server.requiresTls ? 'VerifyFull' : 'Prefer');

/** Azure's Single Server wants `user@server`; both forms are accepted. Any other server wants the plain name. */
function loginOf({ kind, fullyQualifiedDomainName: host }: ArmServer, name: string, user: string): string {
  const server = [name, host].find((suffix) => user.toLowerCase().endsWith(`@${suffix.toLowerCase()}`));
  const isAzures = kind === 'singleServer' && /\.postgres\.database\.(azure|usgovcloudapi|chinacloudapi)\./i.test(`${host}.`);
  if (isAzures) return server === undefined ? `${user}@${name}` : user;
  return server === undefined ? user : user.slice(0, -server.length - 1);
}

/** For those who want one answer: the server, if it is there and ready. */
function checked(side: Side, id: ArmServerId, server: ArmServer | undefined): ArmServer {
  const problem = server ? serverNotReady(side, id, server.state) : missingServer(side, id);
  if (server && !problem) return server;
  const missing = side === 'source' ? 'SOURCE_SERVER_NOT_FOUND' : 'TARGET_SERVER_NOT_FOUND';
  const { message = '', objects, fix } = problem ?? {};
  throw fail(server ? 'SERVER_NOT_READY' : missing, message, { objects, hint: fix });
}
