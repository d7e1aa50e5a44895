/** The hidden oid column of `WITH OIDS` tables is gone since PostgreSQL 12, and COPY does not carry it. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'table-with-oids');

export const tableWithOids: DatabaseRule = {
  code: 'TABLE_WITH_OIDS',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    if (source.version >= 120_000) return [];
    const tables = await source.rows<{ name: string }>(sql);
    const [first] = tables;
    if (!first) return [];
    return [
      {
        message: `${count(tables.length, 'table')} of the source ${tables.length === 1 ? 'has' : 'have'} a hidden oid column (WITH OIDS), which newer versions lack.`,
        objects: tables.map(({ name }) => name),
        fix: `ALTER TABLE ${first.name} SET WITHOUT OIDS; after copying the oids into a column of their own where something uses them.`,
      },
    ];
  },
};
