// The extensions of a database, without the one that every server brings.
import type { CatalogSession } from '../postgres/catalog-session';

export const extensionsUsed = (source: CatalogSession): Promise<{ name: string; version: string }[]> =>
  source.rows(`SELECT extname AS name, extversion AS version FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname`);
