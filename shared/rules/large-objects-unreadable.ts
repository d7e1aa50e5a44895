/** Large objects have rights of their own, and no schema that would show them. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'large-objects-unreadable');

export const largeObjectsUnreadable: DatabaseRule = {
  code: 'SOURCE_RIGHTS_MISSING',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    const objects = await source.rows<{ oid: string; login: string }>(sql);
    const [first] = objects;
    if (!first) return [];
    const login = quoteIdentifier(first.login);
    return [
      {
        message: `The login ${login} may not read ${count(objects.length, 'large object')} of the source.`,
        objects: objects.map(({ oid }) => `large object ${oid}`),
        fix: `GRANT SELECT ON LARGE OBJECT ${first.oid} TO ${login};`,
      },
    ];
  },
};
