/** What the login can't read it can't copy: schemas without USAGE, tables and sequences without SELECT. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'source-objects-unreadable');

interface Unreadable {
  kind: 'schema' | 'table' | 'sequence';
  name: string;
  login: string;
}

const privileges = { schema: 'USAGE ON SCHEMA', table: 'SELECT ON TABLE', sequence: 'SELECT ON SEQUENCE' };

export const sourceObjectsUnreadable: DatabaseRule = {
  code: 'SOURCE_RIGHTS_MISSING',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    const unreadable = await source.rows<Unreadable>(sql);
    return (['schema', 'table', 'sequence'] as const).flatMap((kind) => {
      const objects = unreadable.filter((object) => object.kind === kind);
      const [first] = objects;
      if (!first) return [];
      const login = quoteIdentifier(first.login);
      return [
        {
          message: `The login ${login} may not read ${count(objects.length, kind)} of the source.`,
          objects: objects.map(({ name }) => name),
          fix: `GRANT ${privileges[kind]} ${first.name} TO ${login};`,
        },
      ];
    });
  },
};
