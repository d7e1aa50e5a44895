/** What lies in `pg_catalog` counts as the server's own, and is not moved. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'system-schema-objects');

export const systemSchemaObjects: DatabaseRule = {
  code: 'OBJECT_NOT_MIGRATED',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    const objects = (await source.rows<{ name: string }>(sql)).map(({ name }) => name);
    if (objects.length === 0) return [];
    return [
      {
        message: `${count(objects.length, 'object')} in schemas of the system will not be moved; what uses them will fail.`,
        objects,
        fix: 'Move them into a schema of your own: ALTER ... SET SCHEMA.',
      },
    ];
  },
};
