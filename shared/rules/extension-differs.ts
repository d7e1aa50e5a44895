/** The target installs its own version of an extension, and some extensions do their work only when they are preloaded. */
import { quoteIdentifier } from '../postgres/quote';
import type { DatabaseRule } from './rule';

/** Extensions with a library that shared_preload_libraries must name. */
const preloaded: Record<string, string> = {
  age: 'age',
  anon: 'anon',
  citus: 'citus',
  pg_cron: 'pg_cron',
  pg_partman: 'pg_partman_bgw',
  pg_squeeze: 'pg_squeeze',
  pg_stat_statements: 'pg_stat_statements',
  pgaudit: 'pgaudit',
  pglogical: 'pglogical',
  timescaledb: 'timescaledb',
};

export const extensionDiffers: DatabaseRule = {
  code: 'EXTENSION_DIFFERS',
  severity: 'warning',
  async check({ source, target }) {
    const used = await source.rows<{ name: string; version: string }>(
      `SELECT extname AS name, extversion AS version FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname`,
    );
    if (used.length === 0) return [];
    const offered = await target.rows<{ name: string; version: string }>(
      'SELECT name, default_version AS version FROM pg_available_extensions WHERE name = ANY ($1)',
      [used.map(({ name }) => name)],
    );
    const versions = new Map(offered.map(({ name, version }) => [name, version]));
    const [row] = await target.rows<{ libraries: string }>(
      `SELECT setting AS libraries FROM pg_settings WHERE name = 'shared_preload_libraries'`,
    );
    const libraries = (row?.libraries ?? '').split(',').map((library) => library.trim());
    return used.flatMap(({ name, version }) => {
      const objects = [quoteIdentifier(name)];
      const onTarget = versions.get(name);
      const library = preloaded[name];
      return [
        ...(onTarget !== undefined && isOlder(onTarget, version)
          ? [
              {
                message: `Extension ${quoteIdentifier(name)} has version ${version} on the source, and the older ${onTarget} on the target.`,
                objects,
              },
            ]
          : []),
        ...(onTarget !== undefined && library !== undefined && !libraries.includes(library)
          ? [
              {
                message: `Extension ${quoteIdentifier(name)} needs the library ${library}, which the target does not preload.`,
                objects,
                fix: `Add ${library} to shared_preload_libraries of the target, and restart it.`,
              },
            ]
          : []),
      ];
    });
  },
};

/** Versions are names; those that are numbers with dots have an order. */
function isOlder(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) < 0;
}
