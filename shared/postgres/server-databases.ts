// The databases of a server as a person picks from them.
import { systemDatabases } from '../domain/limits';
import type { CatalogSession } from './catalog-session';
import { loadSql } from './sql';

export interface ServerDatabase {
  name: string;
  /** Null: the login may not connect to it, and so may not ask. */
  sizeBytes: number | null;
  owner: string;
  encoding: string;
  collation: string;
  /** It belongs to the server and is never migrated. */
  isSystem: boolean;
  /** The login may connect to it. */
  isOpen: boolean;
}

const sql = loadSql(__dirname, 'server-databases');

export async function serverDatabases(session: CatalogSession): Promise<ServerDatabase[]> {
  const rows = await session.rows<Omit<ServerDatabase, 'sizeBytes'> & { sizeBytes: string | null }>(sql, [systemDatabases]);
  return rows.map((row) => ({ ...row, sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes) }));
}
