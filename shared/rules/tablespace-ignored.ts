/** Flexible Server has no user tablespaces: everything goes into the default one. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'tablespace-ignored');

export const tablespaceIgnored: DatabaseRule = {
  code: 'TABLESPACE_IGNORED',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    const tablespaces = await source.rows<{ tablespace: string; objects: string[] }>(sql);
    return tablespaces.map(({ tablespace, objects }) => ({
      message: `${count(objects.length, 'object')} of tablespace ${tablespace} will go into the target's default tablespace.`,
      objects,
    }));
  },
};
