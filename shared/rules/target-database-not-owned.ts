/** A database is replaced by renaming and dropping it, which takes its owner; approval shows what is in it, which takes CONNECT. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { ServerRule } from './rule';

const sql = loadSql(__dirname, 'target-database-not-owned');

interface ForeignDatabase {
  name: string;
  owner: string;
  login: string;
  owned: boolean;
}

export const targetDatabaseNotOwned: ServerRule = {
  code: 'TARGET_DATABASE_NOT_OWNED',
  severity: 'error',
  side: 'target',
  async check({ target, databases }) {
    const found = await target.rows<ForeignDatabase>(sql, [databases]);
    return found.map(({ name, owner, login, owned }) => ({
      database: name,
      message: owned
        ? `Database ${quoteIdentifier(name)} exists on the target, and the login ${quoteIdentifier(login)} may not connect to it.`
        : `Database ${quoteIdentifier(name)} exists on the target and belongs to ${quoteIdentifier(owner)}: the login ${quoteIdentifier(login)} can't replace it.`,
      fix: owned
        ? `ALTER DATABASE ${quoteIdentifier(name)} ALLOW_CONNECTIONS true; GRANT CONNECT ON DATABASE ${quoteIdentifier(name)} TO ${quoteIdentifier(login)};`
        : `ALTER DATABASE ${quoteIdentifier(name)} OWNER TO ${quoteIdentifier(login)};`,
    }));
  },
};
