/** Databases of the source that the login may not connect to. */
import { quoteIdentifier } from '../postgres/quote';
import type { ServerRule } from './rule';

export const sourceDatabaseClosed: ServerRule = {
  code: 'SOURCE_RIGHTS_MISSING',
  severity: 'error',
  side: 'source',
  async check({ source, databases }) {
    const closed = await source.rows<{ name: string; allowed: boolean; login: string }>(
      `SELECT datname AS name, datallowconn AS allowed, current_user AS login FROM pg_database
        WHERE datname = ANY ($1) AND NOT (datallowconn AND has_database_privilege(oid, 'CONNECT'))`,
      [databases],
    );
    return closed.map(({ name, allowed, login }) => ({
      database: name,
      message: allowed
        ? `The login ${quoteIdentifier(login)} may not connect to the source database ${quoteIdentifier(name)}.`
        : `The source database ${quoteIdentifier(name)} allows no connections.`,
      fix: allowed
        ? `GRANT CONNECT ON DATABASE ${quoteIdentifier(name)} TO ${quoteIdentifier(login)};`
        : `ALTER DATABASE ${quoteIdentifier(name)} ALLOW_CONNECTIONS true;`,
    }));
  },
};
