// What the specification asks a person to look at by hand, read from the source once.
import type { SourceFacts } from '../domain/migration';
import type { CatalogSession } from '../postgres/catalog-session';
import { loadSql } from '../postgres/sql';

const factsSql = loadSql(__dirname, 'source-facts');
const sizesSql =
  'SELECT datname::text AS name, pg_catalog.pg_database_size(oid)::text AS size FROM pg_catalog.pg_database WHERE datname = ANY ($1)';
const maxParameters = 20; // shown to a person, and stored in a table row

/** `source` is connected to any database of the server. */
export async function sourceFacts(source: CatalogSession, databases: string[]): Promise<SourceFacts> {
  const [facts] = await source.rows<{ readOnly: boolean; logins: number; groups: number; parameters: string[] }>(factsSql);
  if (!facts) throw new Error('The source gave no row about itself.');
  const sizes = await source.rows<{ name: string; size: string }>(sizesSql, [databases]);
  return {
    ...facts,
    parameters: facts.parameters.slice(0, maxParameters),
    sizes: sizes.map(({ name, size }) => ({ name, sizeBytes: Number(size) })),
  };
}
