// Which extensions need a library in shared_preload_libraries, and which libraries a server has there.
import type { CatalogSession } from '../postgres/catalog-session';

/** Creating these fails without their library: it refuses to be loaded later. */
const needed: Record<string, string> = {
  citus: 'citus',
  pg_cron: 'pg_cron',
  pgaudit: 'pgaudit',
  pglogical: 'pglogical',
  timescaledb: 'timescaledb',
};

/** These can be created, and do their work only with it. */
const useful: Record<string, string> = {
  age: 'age',
  anon: 'anon',
  pg_partman: 'pg_partman_bgw',
  pg_squeeze: 'pg_squeeze',
  pg_stat_statements: 'pg_stat_statements',
};

export interface Preload {
  library: string;
  /** The extension cannot be created without it. */
  isNeeded: boolean;
}

export function preloadOf(extension: string): Preload | undefined {
  const library = needed[extension] ?? useful[extension];
  return library === undefined ? undefined : { library, isNeeded: extension in needed };
}

export async function preloadedLibraries(session: CatalogSession): Promise<string[]> {
  const [row] = await session.rows<{ libraries: string }>(
    `SELECT setting AS libraries FROM pg_settings WHERE name = 'shared_preload_libraries'`,
  );
  return (row?.libraries ?? '').split(',').map((library) => library.trim());
}
