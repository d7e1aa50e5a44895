/** Azure Database Migration Service follows changes by the primary key. Without changes there is nothing to follow, so that this only informs. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';

const sql = loadSql(__dirname, 'tables-without-primary-key');

export const tableWithoutPrimaryKey: DatabaseRule = {
  code: 'TABLE_WITHOUT_PRIMARY_KEY',
  severity: 'information',
  side: 'source',
  async check({ source, engine }) {
    if (engine !== 'dms') return [];
    const objects = (await source.rows<{ name: string }>(sql)).map(({ name }) => name);
    if (!objects.length) return [];
    const tables = objects.length === 1 ? 'One table has' : `${objects.length} tables have`;
    return [{ message: `${tables} no primary key. Their rows are loaded; a write during the migration could not be followed.`, objects }];
  },
};
