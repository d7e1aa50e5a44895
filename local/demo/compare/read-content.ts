// What a database contains, by plain SQL that shares nothing with the product.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DemoServer } from '../keeper/messages';

/** Of a table: its rows, and a hash over all of them in whatever order. */
export interface TableContent {
  rows: number;
  hash: string;
}

/** Under this name all large objects of a database count as one table. */
export const largeObjects = 'large objects';

/** By quoted name. */
export type DatabaseContent = Map<string, TableContent>;

const settings = `SET search_path = ''; SET row_security = off; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
  SET bytea_output = 'hex'; SET extra_float_digits = 0; SET lc_monetary = 'C'`;

/** The sum of 64 bits of each row's MD5: needs no sorting, and a row that differs, lacks or is there twice changes it. */
const contentOf = (rowText: string, from: string) =>
  `SELECT count(*)::text AS rows, coalesce(sum(('x' || left(md5(${rowText}), 16))::bit(64)::bigint), 0)::text AS hash FROM ${from}`;

export async function readContent({ host, port, login, caFile }: DemoServer, database: string): Promise<DatabaseContent> {
  const ssl = caFile ? { ca: await readFile(caFile, 'utf8') } : undefined;
  const session = new Client({ host, port, ...login, database, ssl, application_name: 'demo check' });
  session.on('error', () => undefined); // a server that goes away ends the query with an error, which is the one that counts
  await session.connect();
  try {
    await session.query(settings);
    return await contentIn(session);
  } finally {
    await session.end();
  }
}

async function contentIn(session: Client): Promise<DatabaseContent> {
  const content: DatabaseContent = new Map();
  const read = async (name: string, sql: string) => {
    const { rows } = await session.query<{ rows: string; hash: string }>(sql);
    const [found] = rows;
    if (found) content.set(name, { rows: Number(found.rows), hash: found.hash });
  };
  const tables = await session.query<{ name: string; kind: string; columns: string }>(
    await readFile(join(__dirname, 'columns.sql'), 'utf8'),
  );
  for (const { name, kind, columns } of tables.rows) {
    await read(name, contentOf(`ROW(${columns})::text`, kind === 'r' ? `ONLY ${name}` : name));
  }
  await read(largeObjects, contentOf("oid::text || ':' || md5(lo_get(oid))", 'pg_largeobject_metadata'));
  return content;
}
