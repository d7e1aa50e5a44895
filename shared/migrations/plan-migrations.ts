/** Plans migrations for any number of databases: looks at their sizes on the source and divides them. */
import { clientSecretCredential, credential } from '../azure/credential';
import { balance } from '../domain/balance';
import type { MigrationRequest } from '../domain/migration';
import { openCatalogSession } from '../postgres/catalog-session';
import { type DatabaseSize, databaseSizes } from '../postgres/database-sizes';
import { connectionTo } from './connections';
import { lookRejection } from './look-rejection';
import { resolveSource } from './resolve-endpoints';
import { wantedDatabases } from './wanted-databases';

export interface PlanInput {
  source: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode'>;
  /** Empty: all user databases. */
  databases: string[];
  sourcePassword: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
}

export interface MigrationPlan {
  sizeBytes: number;
  /** One PUT each, with these as `dbsToMigrate`. */
  migrations: { dbsToMigrate: string[]; sizeBytes: number; databases: DatabaseSize[] }[];
}

/** Throws a Rejection that says why the source cannot be looked at, or which databases it does not have. */
export async function planMigrations(input: PlanInput): Promise<MigrationPlan> {
  const present = await sizesOn(input);
  const wanted = wantedDatabases(input.databases, present);
  const migrations = balance(wanted).map(({ sizeBytes, databases }) => ({
    dbsToMigrate: databases.map(({ name }) => name),
    sizeBytes,
    databases,
  }));
  return { sizeBytes: migrations.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), migrations };
}

async function sizesOn({ source, sourcePassword, aadApp }: PlanInput): Promise<DatabaseSize[]> {
  try {
    const identity = aadApp ? clientSecretCredential(aadApp.tenantId, aadApp.clientId, aadApp.aadSecret) : credential();
    const { endpoint } = await resolveSource({ request: source }, identity);
    const server = connectionTo(endpoint, sourcePassword);
    const session = await openCatalogSession(server, { database: 'postgres', applicationName: 'pgflex:plan' });
    try {
      return await databaseSizes(session);
    } finally {
      await session.end();
    }
  } catch (error) {
    throw lookRejection(error, 'properties.sourceDbServerResourceId');
  }
}
