// Runs the pre-flight rules between two local servers, with sessions as the product opens them.
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { type CatalogSession, openCatalogSession } from '../../shared/postgres/catalog-session';
import type { Finding } from '../../shared/rules/rule';
import { runRules } from '../../shared/rules/run-rules';
import { connectionOf } from './connection';

export interface Side {
  server: PostgresServer;
  /** Default: the login that has an Azure administrator's rights. */
  user?: { user: string; password: string };
}

export function openCatalog({ server, user }: Side, database: string): Promise<CatalogSession> {
  return openCatalogSession({ ...connectionOf(server), ...user }, { database, applicationName: 'pgflex test' });
}

export async function runPreflight(source: Side, target: Side, databases: string[]): Promise<Finding[]> {
  const [onSource, onTarget] = await Promise.all([openCatalog(source, 'postgres'), openCatalog(target, 'postgres')]);
  try {
    const openSource = (database: string) => openCatalog(source, database);
    return await runRules({ source: onSource, target: onTarget, databases, engine: 'direct', openSource });
  } finally {
    await Promise.all([onSource.end(), onTarget.end()]);
  }
}
