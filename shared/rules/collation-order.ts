/** Operating systems sort text differently: a row may belong to another range partition on the target, which refuses it then. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'text-range-partitions');

export const collationOrder: DatabaseRule = {
  code: 'COLLATION_ORDER',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    if (source.version < 100_000) return [];
    const tables = await source.rows<{ name: string; collations: string[] }>(sql);
    if (tables.length === 0) return [];
    const collations = [...new Set(tables.flatMap((table) => table.collations))].join(', ');
    return [
      {
        message: `${count(tables.length, 'table')} with range partitions bounded by text in the order of collation ${collations}.`,
        objects: tables.map(({ name }) => name),
      },
    ];
  },
};
