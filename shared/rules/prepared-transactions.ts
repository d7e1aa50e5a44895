/** What a prepared transaction wrote is not visible yet, so it is not copied, and its locks may hold up the copy. */
import type { ServerRule } from './rule';
import { count } from './words';

export const preparedTransactions: ServerRule = {
  code: 'PREPARED_TRANSACTIONS',
  severity: 'warning',
  side: 'source',
  async check({ source, databases }) {
    const found = await source.rows<{ database: string; gids: string[] }>(
      `SELECT database, array_agg(quote_literal(gid) ORDER BY prepared) AS gids FROM pg_prepared_xacts
        WHERE database = ANY ($1) GROUP BY database ORDER BY database`,
      [databases],
    );
    return found.map(({ database, gids }) => ({
      database,
      message: `${count(gids.length, 'prepared transaction')} on the source: what they changed is not copied, and their locks may hold up the copy.`,
      objects: gids,
      fix: `COMMIT PREPARED ${gids[0]}; or ROLLBACK PREPARED ${gids[0]};`,
    }));
  },
};
