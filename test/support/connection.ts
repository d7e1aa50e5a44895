// A local server as the product knows it: an endpoint with a password.
import type { PostgresServer, ServerRole } from '../../local/postgres/postgres-server';
import type { ServerConnection } from '../../shared/engines/engine';

export function connectionOf(server: PostgresServer, as: ServerRole = 'login'): ServerConnection {
  return { host: server.host, port: server.port, ...server[as], sslMode: server.caFile ? 'VerifyFull' : 'Prefer' };
}
