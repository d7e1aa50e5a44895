// Two registered servers and a client of the public API: what most tests of a whole migration begin with.
import { readFile } from 'node:fs/promises';
import { localCredential } from '../../../local/demo/client/local-credential';
import { type MigrationClient, type MigrationProperties, migrationClient } from '../../../local/demo/client/migration-client';
import { registerServer } from '../../../local/demo/client/register-server';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import type { Service } from './service';

export interface Scene {
  sourceId: string;
  targetId: string;
  client: MigrationClient;
  /** What a PUT between the two servers needs, with the right passwords. */
  properties(databases: string[], more?: Record<string, unknown>): MigrationProperties;
}

/** Migrations belong to the name of the target: with another one, those of earlier suites are not seen. */
export async function openScene(
  { endpoints }: Pick<Service, 'endpoints'>,
  source: PostgresServer,
  target: PostgresServer,
  targetName = 'target',
): Promise<Scene> {
  const sourceId = await registerServer(endpoints, { kind: 'servers', name: 'source', server: source });
  const targetId = await registerServer(endpoints, { kind: 'flexibleServers', name: targetName, server: target });
  const credential = localCredential(endpoints, await readFile(endpoints.caFile, 'utf8'));
  const token = async () => (await credential.getToken(endpoints.tokenScope)).token;
  return {
    sourceId,
    targetId,
    client: migrationClient(endpoints.api, targetId, { token }),
    properties: (databases, more) => ({
      sourceDbServerResourceId: sourceId,
      dbsToMigrate: databases,
      sourcePassword: source.login.password,
      targetPassword: target.login.password,
      more,
    }),
  };
}
