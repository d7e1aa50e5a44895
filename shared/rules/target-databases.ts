// The databases of the target that a migration would replace, as an approval shows them.
import type { ExistingDatabase } from '../domain/migration';
import type { CatalogSession } from '../postgres/catalog-session';
import { databaseFingerprint } from '../postgres/database-fingerprint';
import { loadSql } from '../postgres/sql';

const databasesSql = loadSql(__dirname, 'target-databases');

export interface TargetDatabase extends ExistingDatabase {
  owner: string;
  ownedByLogin: boolean;
}

interface DatabaseRow extends Omit<TargetDatabase, 'oid' | 'sizeBytes' | 'tables' | 'fingerprint'> {
  oid: string;
  sizeBytes: string;
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
    const session = await openTarget(row.name);
    try {
      const { tables, fingerprint } = await databaseFingerprint(session);
      databases.push({
        ...row,
        oid: Number(row.oid),
        sizeBytes: Number(row.sizeBytes),
        tables,
        fingerprint,
        ...(lastActivity ? { lastActivity } : {}),
      });
    } finally {
      await session.end();
    }
  }
  return databases;
}
