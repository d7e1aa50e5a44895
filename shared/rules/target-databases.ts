// The databases of the target that a migration would replace, as an approval shows them.
import { createHash } from 'node:crypto';
import type { ExistingDatabase } from '../domain/migration';
import type { CatalogSession } from '../postgres/catalog-session';
import { loadSql } from '../postgres/sql';

const databasesSql = loadSql(__dirname, 'target-databases');
const contentSql = loadSql(__dirname, 'target-database-content');

export interface TargetDatabase extends ExistingDatabase {
  owner: string;
  ownedByLogin: boolean;
}

interface DatabaseRow extends Omit<TargetDatabase, 'oid' | 'sizeBytes' | 'tables' | 'fingerprint'> {
  oid: string;
  sizeBytes: string;
}

interface ContentRow {
  tables: number;
  /** Sum of inserted, updated and deleted rows of all user tables and large objects since statistics were reset. */
  changes: string;
  /** A hash of the catalogue rows of user objects. */
  catalog: string;
}

/**
 * Only those that exist, by name. The fingerprint changes with the database's oid, its catalogue, its number of tables and the rows changed
 * in it; sizes, sessions and times don't enter it. Every database must let the login connect (rule `targetDatabaseNotOwned`).
 */
export async function targetDatabases(
  target: CatalogSession,
  names: string[],
  openTarget: (database: string) => Promise<CatalogSession>,
): Promise<TargetDatabase[]> {
  const rows = await target.rows<DatabaseRow>(databasesSql, [names]);
  const databases: TargetDatabase[] = [];
  for (const { lastActivity, ...row } of rows) {
    const { tables, changes, catalog } = await contentOf(row.name, openTarget);
    databases.push({
      ...row,
      oid: Number(row.oid),
      sizeBytes: Number(row.sizeBytes),
      tables,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([row.oid, catalog, tables, changes]))
        .digest('hex')
        .slice(0, 32),
      ...(lastActivity ? { lastActivity } : {}),
    });
  }
  return databases;
}

async function contentOf(database: string, openTarget: (database: string) => Promise<CatalogSession>): Promise<ContentRow> {
  const session = await openTarget(database);
  try {
    const [row] = await session.rows<ContentRow>(contentSql);
    if (!row) throw new Error(`The content of target database '${database}' could not be read.`);
    return row;
  } finally {
    await session.end();
  }
}
