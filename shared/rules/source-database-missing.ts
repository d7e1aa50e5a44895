/** Databases that were asked for and that the source does not have. */
import { quoteIdentifier } from '../postgres/quote';
import type { ServerRule } from './rule';

export const sourceDatabaseMissing: ServerRule = {
  code: 'SOURCE_DATABASE_MISSING',
  severity: 'error',
  side: 'source',
  async check({ source, databases }) {
    const present = await source.rows<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE datname = ANY ($1) AND NOT datistemplate',
      [databases],
    );
    const names = new Set(present.map(({ name }) => name));
    return databases
      .filter((database) => !names.has(database))
      .map((database) => ({ database, message: `The source has no database ${quoteIdentifier(database)} (names are case-sensitive).` }));
  },
};
