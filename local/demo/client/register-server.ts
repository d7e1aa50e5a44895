// Makes a real PostgreSQL server known to the local Azure Resource Manager, as a Single or a Flexible Server.
import { readFile } from 'node:fs/promises';
import type { PostgresServer } from '../../postgres/postgres-server';
import type { Endpoints } from '../../start/endpoints';
import { localCredential } from './local-credential';
import { requestJson } from './request-json';

export interface ServerRegistration {
  kind: 'servers' | 'flexibleServers';
  name: string;
  server: Pick<PostgresServer, 'host' | 'port' | 'major' | 'login' | 'caFile'>;
  /** Resource Manager gets its parameters, restarts and, where wanted, its firewall into its hands. */
  control?: { dataDirectory: string; enforceFirewall?: boolean };
}

const apiVersions = { servers: '2017-12-01', flexibleServers: '2025-08-01' };

/** Answers the resource id. A server with TLS asks for it, as Azure's do by default. */
export async function registerServer(endpoints: Endpoints, { kind, name, server, control }: ServerRegistration): Promise<string> {
  const { subscriptionId, resourceGroup, arm, caFile, tokenScope } = endpoints;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DBforPostgreSQL/${kind}/${name}`;
  const ca = await readFile(caFile, 'utf8');
  const { token } = await localCredential(endpoints, ca).getToken(tokenScope);
  const tls = server.caFile !== undefined;
  const properties = {
    fullyQualifiedDomainName: `${server.host}:${server.port}`,
    administratorLogin: server.login.user,
    administratorLoginPassword: server.login.password,
    version: String(server.major),
    ...(control ? { local: control } : {}),
    ...(kind === 'servers' ? { sslEnforcement: tls ? 'Enabled' : 'Disabled' } : {}),
    ...(kind === 'flexibleServers' && tls ? { configurations: { require_secure_transport: 'on' } } : {}),
  };
  const { status, text } = await requestJson(`${arm}${id}?api-version=${apiVersions[kind]}`, {
    method: 'PUT',
    body: { location: 'local', properties },
    headers: { authorization: `Bearer ${token}` },
    ca,
  });
  if (status !== 200 && status !== 201) throw new Error(`Resource Manager did not take the server '${name}': ${status} ${text}`);
  return id;
}
