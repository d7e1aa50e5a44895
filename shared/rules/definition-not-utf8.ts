/** A SQL_ASCII database takes any bytes; in rows they are moved as they are, but a definition goes through UTF-8, which has to know them. */
import { isUtf8 } from 'node:buffer';
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'text-of-definitions');

export const definitionNotUtf8: DatabaseRule = {
  code: 'ENCODING_UNSUPPORTED',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    const [database] = await source.rows<{ encoding: string }>(`SELECT current_setting('server_encoding') AS encoding`);
    if (database?.encoding !== 'SQL_ASCII') return [];
    const texts = await source.rows<{ name: string; bytes: Buffer }>(sql);
    const broken = texts.filter(({ bytes }) => !isUtf8(bytes));
    if (broken.length === 0) return [];
    return [
      {
        message: `${count(broken.length, 'definition')} in this SQL_ASCII database hold bytes that are no UTF-8: names, bodies of functions or comments.`,
        objects: [...new Set(broken.map(({ name }) => name))],
        fix: 'Write them anew in UTF-8 or ASCII.',
      },
    ];
  },
};
