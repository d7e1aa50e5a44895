// A local server as the engine is told of it: by the login that has the rights of Azure's administrator.
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import type { ServerConnection } from '../../../shared/engines/engine';

export function connectionOf({ host, port, login }: PostgresServer): ServerConnection {
  return { host, port, user: login.user, password: login.password, sslMode: 'Prefer' };
}
