/** What a transaction that is open now has written becomes visible only after its end: too late for the copy. */
import type { ServerRule } from './rule';
import { count } from './words';

export const openTransactions: ServerRule = {
  code: 'OPEN_TRANSACTIONS',
  severity: 'warning',
  side: 'source',
  async check({ source, databases }) {
    const found = await source.rows<{ database: string; sessions: string[] }>(
      `SELECT datname AS database, array_agg(format('pid %s (%s, %s)', pid, usename, coalesce(nullif(application_name, ''), 'unnamed')) ORDER BY pid) AS sessions
         FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname = ANY ($1) GROUP BY datname ORDER BY datname`,
      [databases],
    );
    return found.map(({ database, sessions }) => ({
      database,
      message: `${count(sessions.length, 'transaction')} that wrote to the source ${sessions.length === 1 ? 'is' : 'are'} still open: ${sessions.join(', ')}.`,
    }));
  },
};
