// Everything that a migration makes for itself: none of it may be there after its end.
import { readFile } from 'node:fs/promises';
import { SecretClient } from '@azure/keyvault-secrets';
import { localCredential } from '../../../local/demo/client/local-credential';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import type { Endpoints } from '../../../local/start/endpoints';

export interface LeftBehind {
  sessions: string[];
  databases: string[];
  schemas: string[];
  secrets: string[];
  closedDatabases: string[];
}

export const nothingLeft: LeftBehind = { sessions: [], databases: [], schemas: [], secrets: [], closedDatabases: [] };

export async function leftBehind(endpoints: Endpoints, servers: PostgresServer[]): Promise<LeftBehind> {
  const left: LeftBehind = { ...nothingLeft, secrets: await secretNames(endpoints) };
  for (const server of servers) {
    const names = (sql: string, database = 'postgres') =>
      server.run<{ name: string }>(database, sql, { as: 'superuser' }).then((rows) => rows.map(({ name }) => name));
    left.sessions = [
      ...left.sessions,
      ...(await names("SELECT application_name AS name FROM pg_stat_activity WHERE application_name LIKE 'pgflex:%'")),
    ];
    left.databases = [...left.databases, ...(await names("SELECT datname AS name FROM pg_database WHERE datname LIKE 'pgflex\\_%'"))];
    left.closedDatabases = [
      ...left.closedDatabases,
      ...(await names("SELECT datname AS name FROM pg_database WHERE NOT datallowconn AND datname <> 'template0'")),
    ];
    for (const database of await names('SELECT datname AS name FROM pg_database WHERE datallowconn')) {
      left.schemas = [
        ...left.schemas,
        ...(await names("SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'pgflex\\_%'", database)),
      ];
    }
  }
  return left;
}

async function secretNames(endpoints: Endpoints): Promise<string[]> {
  const ca = await readFile(endpoints.caFile, 'utf8');
  const vault = new SecretClient(endpoints.keyVault, localCredential(endpoints, ca), {
    tlsOptions: { ca },
    disableChallengeResourceVerification: true,
  });
  const found: string[] = [];
  for await (const { name } of vault.listPropertiesOfSecrets()) found.push(name);
  return found;
}
