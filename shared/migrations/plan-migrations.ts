/** Plans migrations for any number of databases: looks at their sizes on the source and divides them. */
import { clientSecretCredential, credential } from '../azure/credential';
import { balance } from '../domain/balance';
import { MigrationFailure } from '../domain/error-codes';
import type { MigrationRequest } from '../domain/migration';
import { Rejection, type RejectionDetail } from '../domain/rejections';
import { openCatalogSession } from '../postgres/catalog-session';
import { type DatabaseSize, databaseSizes } from '../postgres/database-sizes';
import { connectionTo } from './connections';
import { resolveSource } from './resolve-endpoints';

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
  const missing = input.databases.flatMap((name, index): RejectionDetail[] => {
    if (present.some((database) => database.name === name)) return [];
    const target = `properties.dbsToMigrate[${index}]`;
    return [{ code: 'InvalidParameter', target, message: `${target} is not a database of the source server: '${name}'.` }];
  });
  if (missing.length) {
    throw new Rejection('InvalidParameter', missing.map(({ message }) => message).join(' '), {
      target: missing[0]?.target,
      details: missing,
    });
  }
  // Every server has a database `postgres`; it is moved only by those who name it.
  const isWanted = (name: string) => (input.databases.length ? input.databases.includes(name) : name !== 'postgres');
  const wanted = present.filter(({ name }) => isWanted(name));
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
    if (!(error instanceof MigrationFailure)) throw error;
    const { code, message, hint, owner } = error.error;
    // What the caller named does not work; only our own side's failures are an outage of this service.
    throw new Rejection(owner === 'customer' ? 'InvalidParameter' : 'DependencyUnavailable', `${code}: ${message} ${hint}`.trim(), {
      target: 'properties.sourceDbServerResourceId',
    });
  }
}
