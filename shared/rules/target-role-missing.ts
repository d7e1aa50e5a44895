/** Policies and user mappings name roles; roles are not migrated, so they must exist on the target first. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'roles-named-by-objects');

export const targetRoleMissing: DatabaseRule = {
  code: 'TARGET_ROLE_MISSING',
  severity: 'error',
  async check({ source, target }) {
    const needed = await source.rows<{ role: string; objects: string[] }>(sql);
    if (needed.length === 0) return [];
    const present = new Set((await target.rows<{ role: string }>('SELECT rolname AS role FROM pg_roles')).map(({ role }) => role));
    return needed
      .filter(({ role }) => !present.has(role))
      .map(({ role, objects }) => ({
        message: `Role ${quoteIdentifier(role)} does not exist on the target; ${count(objects.length, 'object')} of the source would need it.`,
        objects,
        fix: `CREATE ROLE ${quoteIdentifier(role)} NOLOGIN;`,
      }));
  },
};
