/** Passwords of user mappings are hidden from a login that is no superuser. */
import type { DatabaseRule } from './rule';
import { count } from './words';

export const userMappingIncomplete: DatabaseRule = {
  code: 'USER_MAPPING_INCOMPLETE',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    const mappings = await source.rows<{ name: string }>(
      `SELECT format('%I for %s', srvname, CASE umuser WHEN 0 THEN 'public' ELSE quote_ident(usename) END) AS name
         FROM pg_user_mappings ORDER BY 1`,
    );
    if (mappings.length === 0) return [];
    return [
      {
        message: `${count(mappings.length, 'user mapping')} may arrive without options such as passwords.`,
        objects: mappings.map(({ name }) => name),
      },
    ];
  },
};
