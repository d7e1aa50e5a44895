// Databases of a server, asked of the server itself.
import { type Answer, Refusal, type Request } from '../../http/messages';
import { armError } from '../errors';
import type { Operation } from '../operation';
import { findServer } from './find-server';
import type { Logins } from './logins';
import { askServer } from './server-login';
import type { ServerKind, ServerRegistry } from './server-registry';
import { serverId } from './server-resource';

interface Database {
  name: string;
  charset: string;
  collation: string;
}

const databasesSql = `
  SELECT datname AS name, pg_encoding_to_char(encoding) AS charset, datcollate AS collation
  FROM pg_database WHERE NOT datistemplate ORDER BY datname`;

export function databaseOperations(kind: ServerKind, registry: ServerRegistry, logins: Logins): Operation[] {
  const databases = `/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.DBforPostgreSQL/${kind}/:server/databases`;
  const action = `Microsoft.DBforPostgreSQL/${kind}/databases/read`;

  async function read(request: Request) {
    const server = findServer(registry, kind, request);
    const password = logins.passwordOf(server);
    const found = password === undefined ? undefined : await askServer<Database & Record<string, unknown>>(server, password, databasesSql);
    if (!found) {
      const message = `The databases of '${server.name}' cannot be read: it does not answer, or was not registered with administratorLoginPassword since the local Resource Manager has been started.`;
      throw new Refusal(armError(409, 'LocalServerNotControlled', message));
    }
    return found.map(({ name, charset, collation }) => ({
      id: `${serverId(registry.subscriptionId, server)}/databases/${name}`,
      name,
      type: `Microsoft.DBforPostgreSQL/${kind}/databases`,
      properties: { charset, collation },
    }));
  }

  return [
    {
      method: 'GET',
      path: databases,
      action,
      handle: async (request): Promise<Answer> => ({ status: 200, body: { value: await read(request) } }),
    },
    {
      method: 'GET',
      path: `${databases}/:database`,
      action,
      async handle(request) {
        const { database: wanted = '' } = request.params;
        const found = (await read(request)).find(({ name }) => name === wanted);
        return found ? { status: 200, body: found } : armError(404, 'ResourceNotFound', `The database '${wanted}' was not found.`);
      },
    },
  ];
}
