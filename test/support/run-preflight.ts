// Runs the pre-flight rules between two local servers, with sessions as the product opens them.
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { type CatalogSession, openCatalogSession } from '../../shared/postgres/catalog-session';
import type { Finding, ServerContext } from '../../shared/rules/rule';
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

/** A side that is undefined cannot be reached. */
export async function runPreflight(
  source: Side | undefined,
  target: Side | undefined,
  databases: string[],
  more: Partial<Pick<ServerContext, 'targetStorage' | 'engine'>> = {},
): Promise<Finding[]> {
  const open = (side: Side | undefined, database: string) => side && openCatalog(side, database);
  const [onSource, onTarget] = await Promise.all([open(source, 'postgres'), open(target, 'postgres')]);
  try {
    const openSource = (database: string) => openCatalog(source as Side, database);
    return await runRules({ source: onSource, target: onTarget, databases, engine: 'direct', openSource, ...more });
  } finally {
    await Promise.all([onSource?.end(), onTarget?.end()]);
  }
}
