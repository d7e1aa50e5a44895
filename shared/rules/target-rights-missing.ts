/** The target login makes databases; without CREATEDB it can't. */
import { quoteIdentifier } from '../postgres/quote';
import type { ServerRule } from './rule';

export const targetRightsMissing: ServerRule = {
  code: 'TARGET_RIGHTS_MISSING',
  severity: 'error',
  side: 'target',
  async check({ target }) {
    const lacking = await target.rows<{ login: string }>(
      'SELECT rolname AS login FROM pg_roles WHERE rolname = current_user AND NOT (rolcreatedb OR rolsuper)',
    );
    return lacking.map(({ login }) => ({
      message: `The target login ${quoteIdentifier(login)} may not create databases.`,
      fix: `ALTER ROLE ${quoteIdentifier(login)} CREATEDB;`,
    }));
  },
};
