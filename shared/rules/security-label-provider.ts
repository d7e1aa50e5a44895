/** A security label needs the library of its provider on the target. */
import type { DatabaseRule } from './rule';

/** Libraries whose provider has another name. */
const libraries: Record<string, string> = { selinux: 'sepgsql' };

export const securityLabelProvider: DatabaseRule = {
  code: 'OBJECT_NOT_SUPPORTED',
  severity: 'error',
  async check({ source, target }) {
    const used = await source.rows<{ provider: string; objects: string[] }>(
      `SELECT provider, array_agg(DISTINCT objtype || ' ' || objname) AS objects FROM pg_seclabels
        WHERE objtype NOT IN ('role', 'tablespace', 'database', 'subscription') GROUP BY provider ORDER BY provider`,
    );
    if (used.length === 0) return [];
    const settings = await target.rows<{ setting: string }>(
      `SELECT setting FROM pg_settings WHERE name IN ('shared_preload_libraries', 'session_preload_libraries')`,
    );
    const loaded = settings.flatMap(({ setting }) => setting.split(',').map((library) => library.trim()));
    return used
      .filter(({ provider }) => !loaded.includes(libraries[provider] ?? provider))
      .map(({ provider, objects }) => ({
        message: `The target does not load the library of the security label provider '${provider}'.`,
        objects,
        fix: `SECURITY LABEL FOR ... IS NULL on the source, or add the library to shared_preload_libraries of the target.`,
      }));
  },
};
