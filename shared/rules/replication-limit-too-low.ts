/** Azure Database Migration Service holds one replication slot and one WAL sender of the source for each database. */
import { loadSql } from '../postgres/sql';
import type { ServerRule } from './rule';

const sql = loadSql(__dirname, 'replication-facts');

interface Facts {
  slots: number;
  slotsTaken: number;
  senders: number;
  sendersTaken: number;
}

export const replicationLimitTooLow: ServerRule = {
  code: 'REPLICATION_LIMIT_TOO_LOW',
  severity: 'error',
  side: 'source',
  async check({ source, databases, engine }) {
    if (engine !== 'dms') return [];
    const [facts] = await source.rows<Facts>(sql);
    if (!facts) throw new Error('The source gave no row about its replication.');
    const needed = databases.length;
    return [
      { parameter: 'max_replication_slots', what: 'replication slots', limit: facts.slots, taken: facts.slotsTaken },
      { parameter: 'max_wal_senders', what: 'WAL senders', limit: facts.senders, taken: facts.sendersTaken },
    ]
      .filter(({ limit, taken }) => limit - taken < needed)
      .map(({ parameter, what, limit, taken }) => ({
        message: `The engine dms needs ${needed} free ${what} on the source; ${parameter} is ${limit}, and ${taken} are taken.`,
        fix: `Set ${parameter} of the source to at least ${taken + needed} and restart it, or free some.`,
      }));
  },
};
