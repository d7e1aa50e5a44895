/** Logs in to a server that a caller names, and says which databases it has. Changes nothing, stores nothing. */
import { clientSecretCredential, credential } from '../azure/credential';
import { MigrationFailure } from '../domain/error-codes';
import type { MigrationRequest } from '../domain/migration';
import { openCatalogSession } from '../postgres/catalog-session';
import { diagnoseConnection } from '../postgres/diagnose-connection';
import { type ServerDatabase, serverDatabases } from '../postgres/server-databases';
import { connectionTo } from './connections';
import { lookRejection } from './look-rejection';
import { resolveSource } from './resolve-endpoints';

export interface ServerLogin {
  server: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode'>;
  password: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
}

export interface ServerLook {
  host: string;
  port: number;
  /** As the server takes it: `user@server` where it wants that. */
  user: string;
  /** As the server tells it: `11.22`. */
  version: string;
  /** Of a server that Azure Resource Manager knows. */
  location?: string;
  databases: ServerDatabase[];
}

/** Every PostgreSQL server that Azure offers has it, and the login may connect to it. */
const maintenanceDatabase = 'postgres';

/** Throws a Rejection that says why the server cannot be looked at. */
export async function lookAtServer({ server, password, aadApp }: ServerLogin): Promise<ServerLook> {
  try {
    const identity = aadApp ? clientSecretCredential(aadApp.tenantId, aadApp.clientId, aadApp.aadSecret) : credential();
    const { endpoint, metadata } = await resolveSource({ request: server }, identity);
    const connection = connectionTo(endpoint, password);
    const problem = await diagnoseConnection(connection);
    if (problem) throw new MigrationFailure(problem);
    const session = await openCatalogSession(connection, { database: maintenanceDatabase, applicationName: 'pgflex:catalog' });
    try {
      const [row] = await session.rows<{ version: string }>(`SELECT split_part(current_setting('server_version'), ' ', 1) AS version`);
      const { host, port, user } = endpoint;
      const location = metadata?.location;
      return {
        host,
        port,
        user,
        version: row?.version ?? '',
        ...(location ? { location } : {}),
        databases: await serverDatabases(session),
      };
    } finally {
      await session.end();
    }
  } catch (error) {
    const isPassword = error instanceof MigrationFailure && error.error.code === 'LOGIN_FAILED';
    throw lookRejection(error, isPassword ? 'password' : 'server');
  }
}
