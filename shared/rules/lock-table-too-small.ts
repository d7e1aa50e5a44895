/** The schema is read in one transaction and made in one, with a lock on each table; a server has room for so many only. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';

const sql = loadSql(__dirname, 'lock-table');

export const lockTableTooSmall: DatabaseRule = {
  code: 'LOCK_TABLE_TOO_SMALL',
  severity: 'warning',
  async check({ source, target }) {
    const [there] = await source.rows<{ tables: number; room: number }>(sql);
    const [here] = await target.rows<{ room: number }>(sql);
    if (!there || !here) throw new Error('A server gave no row about its lock table.');
    const { tables } = there;
    return [
      { side: 'source', room: there.room },
      { side: 'target', room: here.room },
    ]
      .filter(({ room }) => tables > room)
      .map(({ side, room }) => ({
        message: `The database has ${tables} tables, and the lock table of the ${side} is laid out for ${room} locks.`,
      }));
  },
};
