/** Row security would copy a table in part without an error; a login that it applies to can't move the table. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'row-security-hides-rows');

export const rowSecurityHidesRows: DatabaseRule = {
  code: 'ROW_SECURITY_HIDES_ROWS',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    const tables = await source.rows<{ name: string; login: string; owned: boolean }>(sql);
    const [first] = tables;
    if (!first) return [];
    return [
      {
        message: `Row security hides rows of ${count(tables.length, 'table')} from the login ${quoteIdentifier(first.login)}.`,
        objects: tables.map(({ name }) => name),
        fix: first.owned
          ? `ALTER TABLE ${first.name} NO FORCE ROW LEVEL SECURITY;`
          : `Use the owner of ${first.name}, or ALTER ROLE ${quoteIdentifier(first.login)} BYPASSRLS;`,
      },
    ];
  },
};
