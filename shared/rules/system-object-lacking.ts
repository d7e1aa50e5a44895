/** Newer majors drop functions, types and columns of their own, and some may be used by a superuser only: what names them can't be made. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';

const usedSql = loadSql(__dirname, 'system-objects-used');
const lackingSql = loadSql(__dirname, 'system-objects-lacking');

const mayNot: Record<string, string> = {
  'readable relation': 'The login of the target may not read',
  'executable function': 'The login of the target may not call',
};

export const systemObjectLacking: DatabaseRule = {
  code: 'OBJECT_NOT_SUPPORTED',
  severity: 'error',
  async check({ source, target }) {
    const used = await source.rows<{ kind: string; name: string; objects: string[] }>(usedSql);
    const entryOf = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`.trim();
    const rows = await target.rows<{ entry: string }>(lackingSql, [used.map(entryOf)]);
    const lacking = new Set(rows.map(({ entry }) => entry));
    return used
      .filter((item) => lacking.has(entryOf(item)))
      .filter(({ kind, name }) => kind !== 'executable function' || !lacking.has(`function ${name}`)) // said already
      .map(({ kind, name, objects }) => ({
        message: mayNot[kind]
          ? `${mayNot[kind]} ${name}, which these name.`
          : `The target has no ${entryOf({ kind, name })}, which these need.`,
        objects,
      }));
  },
};
