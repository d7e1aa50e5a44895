// How big the user databases of a server are.
import { systemDatabases } from '../domain/limits';
import type { CatalogSession } from './catalog-session';
import { loadSql } from './sql';

export interface DatabaseSize {
  name: string;
  /** Null: the login may not connect to it, and so may not ask. */
  sizeBytes: number | null;
}

const sql = loadSql(__dirname, 'database-sizes');

export async function databaseSizes(session: CatalogSession): Promise<DatabaseSize[]> {
  const rows = await session.rows<{ name: string; sizeBytes: string | null }>(sql, [systemDatabases]);
  return rows.map(({ name, sizeBytes }) => ({ name, sizeBytes: sizeBytes === null ? null : Number(sizeBytes) }));
}
