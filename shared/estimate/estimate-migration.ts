/** Estimates a migration that a caller describes as in a PUT: finds both servers, checks the databases, and measures between them. */
import { clientSecretCredential, credential } from '../azure/credential';
import { MigrationFailure } from '../domain/error-codes';
import { maxDatabasesPerMigration } from '../domain/limits';
import type { MigrationRequest, MigrationSecrets, ServerEndpoint, TargetServerId } from '../domain/migration';
import { estimateApplicationName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import type { ServerConnection } from '../engines/engine';
import { connectionTo } from '../migrations/connections';
import { lookRejection } from '../migrations/look-rejection';
import { resolveSource, resolveTarget } from '../migrations/resolve-endpoints';
import { wantedDatabases } from '../migrations/wanted-databases';
import { openCatalogSession } from '../postgres/catalog-session';
import { type DatabaseSize, databaseSizes } from '../postgres/database-sizes';
import { estimateFor } from './estimate-for';
import { maintenanceDatabase } from './look';
import type { Estimate } from './types';

export interface EstimateRequest {
  target: TargetServerId;
  request: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode' | 'targetHost' | 'targetUser' | 'aadApp'>;
  /** Empty: all user databases. */
  databases: string[];
  /** In memory only, while the estimate runs. */
  secrets: MigrationSecrets;
}

/** Throws a Rejection that says which server, password or database is the reason. Stores nothing; what it makes on the target is dropped. */
export async function estimateMigration({ request, target, databases, secrets }: EstimateRequest): Promise<Estimate> {
  const { aadApp } = request;
  const identity = aadApp ? clientSecretCredential(aadApp.tenantId, aadApp.clientId, secrets.aadSecret ?? '') : credential();
  const [from, to] = await Promise.all([
    about('source', async () => reached((await resolveSource({ request }, identity)).endpoint, secrets.sourcePassword)),
    about('target', async () => reached((await resolveTarget({ target, request }, identity)).endpoint, secrets.targetPassword)),
  ]);
  const wanted = wantedDatabases(databases, from.databases);
  if (wanted.length > maxDatabasesPerMigration) {
    const message = `properties.dbsToMigrate names none, and the source has ${wanted.length} databases; one migration takes up to ${maxDatabasesPerMigration}. POST /api/plan divides them.`;
    throw new Rejection('InvalidParameter', message, { target: 'properties.dbsToMigrate' });
  }
  const names = wanted.map(({ name }) => name);
  return estimateFor(from.server, to.server, names).catch((error) => {
    throw lookRejection(error);
  });
}

/** Logs in, so that a wrong address or password is told of the server that it is about. */
async function reached(endpoint: ServerEndpoint, password: string): Promise<{ server: ServerConnection; databases: DatabaseSize[] }> {
  const server = connectionTo(endpoint, password);
  const session = await openCatalogSession(server, { database: maintenanceDatabase, applicationName: estimateApplicationName });
  try {
    return { server, databases: await databaseSizes(session) };
  } finally {
    await session.end();
  }
}

/** What fails is about this server, and about its password where that was refused. */
async function about<T>(side: 'source' | 'target', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isPassword = error instanceof MigrationFailure && error.error.code === 'LOGIN_FAILED';
    const field = isPassword ? `secretParameters.adminCredentials.${side}ServerPassword` : `${side}DbServerResourceId`;
    throw lookRejection(error, `properties.${field}`);
  }
}
