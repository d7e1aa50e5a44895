/** Rights that somebody gave on the server's own relations; other tools stumble over them, this one leaves them behind. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'system-grants');

export const systemGrants: DatabaseRule = {
  code: 'SYSTEM_GRANTS_IGNORED',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    if (source.version < 90_600) return []; // it does not know which grants were there from the beginning
    const granted = await source.rows<{ name: string; grantees: string[] }>(sql);
    const [first] = granted;
    if (!first) return [];
    const grantees = [...new Set(granted.flatMap(({ grantees: names }) => names))];
    return [
      {
        message: `${count(granted.length, 'relation')} of the system ${granted.length === 1 ? 'has' : 'have'} grants to ${grantees.join(', ')}, which are not moved.`,
        objects: granted.map(({ name }) => name),
        fix: `Where nothing needs them: REVOKE ALL ON ${first.name} FROM ${first.grantees.join(', ')}; else grant a predefined role such as pg_monitor on the target.`,
      },
    ];
  },
};
