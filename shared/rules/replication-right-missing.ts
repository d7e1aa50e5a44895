/** Azure Database Migration Service reads the source by logical replication, which needs an attribute of the login. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { ServerRule } from './rule';

const sql = loadSql(__dirname, 'replication-facts');

export const replicationRightMissing: ServerRule = {
  code: 'REPLICATION_RIGHT_MISSING',
  severity: 'error',
  side: 'source',
  async check({ source, engine }) {
    if (engine !== 'dms') return [];
    const [facts] = await source.rows<{ login: string; mayReplicate: boolean }>(sql);
    if (!facts || facts.mayReplicate) return [];
    const role = quoteIdentifier(facts.login);
    return [
      { message: `The source login ${role} lacks REPLICATION, which the engine dms needs.`, fix: `ALTER ROLE ${role} WITH REPLICATION;` },
    ];
  },
};
