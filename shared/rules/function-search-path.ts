/** From 17 on, PostgreSQL refreshes, reindexes and analyses with a safe search_path: functions that rely on the session's fail there. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'functions-in-maintenance');
const safeSearchPathSince = 170_000;

export const functionSearchPath: DatabaseRule = {
  code: 'FUNCTION_SEARCH_PATH',
  severity: 'warning',
  async check({ source, target }) {
    if (target.version < safeSearchPathSince || source.version >= safeSearchPathSince) return [];
    const functions = await source.rows<{ name: string; callers: string[] }>(sql);
    const [first] = functions;
    if (!first) return [];
    const callers = [...new Set(functions.flatMap((called) => called.callers))];
    return [
      {
        message: `${count(functions.length, 'function')} without a search_path of their own are called by ${callers.slice(0, 5).join(', ')}${callers.length > 5 ? ' ...' : ''}.`,
        objects: functions.map(({ name }) => name),
        fix: `ALTER FUNCTION ${first.name} SET search_path = ...; where the function names something without its schema.`,
      },
    ];
  },
};
