// What tells whether a database is still the one that somebody looked at: its oid, its objects, and how many rows were ever changed.
import { createHash } from 'node:crypto';
import type { CatalogSession } from './catalog-session';
import { loadSql } from './sql';

export interface DatabaseFingerprint {
  oid: number;
  /** Number of user tables, partitioned ones included. */
  tables: number;
  /** Rows ever inserted, updated and deleted, as a number in text. */
  changes: string;
  /** Hash of the tables' file numbers: emptying a table by TRUNCATE shows only there. */
  files: string;
  /** Hash of the definitions of all user objects. */
  catalog: string;
  /** One hash over all of these; sizes, sessions and times never decide. */
  fingerprint: string;
}

const databaseState = loadSql(__dirname, 'database-state');
const catalogHash = `
  SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(o.object || ' ' || o.line, E'\\n' ORDER BY o.object COLLATE "C", o.line COLLATE "C"), '')) AS hash
  FROM (${loadSql(__dirname, 'catalog-objects')}) AS o`;

/** The session must be connected to that database. Opening it changes nothing that counts. */
export async function databaseFingerprint(session: CatalogSession): Promise<DatabaseFingerprint> {
  const [state] = await session.rows<{ oid: number; tables: number; files: string; changes: string }>(databaseState);
  const [catalog] = await session.rows<{ hash: string }>(catalogHash);
  if (!state || !catalog) throw new Error('The server gave no row about its own database.');
  const content = JSON.stringify([state.oid, catalog.hash, state.tables, state.files, state.changes]);
  return { ...state, catalog: catalog.hash, fingerprint: createHash('sha256').update(content).digest('hex').slice(0, 32) };
}
