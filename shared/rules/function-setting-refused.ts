/** `CREATE FUNCTION ... SET parameter` is refused for parameters that the target lacks, or that its login may not set. */
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';

const usedSql = loadSql(__dirname, 'function-settings');
const settableSql = loadSql(__dirname, 'settable-parameters');
const settableBefore15Sql = loadSql(__dirname, 'settable-parameters-before-15');

export const functionSettingRefused: DatabaseRule = {
  code: 'OBJECT_NOT_SUPPORTED',
  severity: 'error',
  async check({ source, target }) {
    const used = await source.rows<{ parameter: string; objects: string[] }>(usedSql);
    if (used.length === 0) return [];
    const rows = await target.rows<{ name: string }>(target.version >= 150_000 ? settableSql : settableBefore15Sql);
    const settable = new Set(rows.map(({ name }) => name));
    const extensions = await source.rows<{ name: string }>('SELECT extname AS name FROM pg_extension');
    const isOfExtension = (parameter: string) => extensions.some(({ name }) => parameter.startsWith(`${name}.`)); // known once CREATE EXTENSION ran
    return used
      .filter(({ parameter }) => !settable.has(parameter.toLowerCase()) && !isOfExtension(parameter))
      .map(({ parameter, objects }) => ({
        message: `The target lacks the parameter ${parameter} or does not let its login set it, and functions set it for themselves.`,
        objects,
        fix: `ALTER FUNCTION ${objects[0]} RESET ${parameter.split('.').map(quoteIdentifier).join('.')};`,
      }));
  },
};
