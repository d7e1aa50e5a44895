// What a database contains, by a way that shares nothing with the product: to compare both sides of a migration.
import type { Client } from 'pg';
import type { PostgresServer } from '../../local/postgres/postgres-server';

export interface DatabaseContent {
  /** By quoted name: tables, partitions and materialised views with number of rows and a hash of all rows, whatever their order. */
  tables: Record<string, { rows: number; hash: string }>;
  sequences: Record<string, { lastValue: string; isCalled: boolean }>;
  /** MD5 of each large object's bytes by its oid. */
  largeObjects: Record<string, string>;
}

/** Values print alike on every major: floats by their bytes, everything else as text under these settings. */
const sessionSettings = `
  SET search_path = ''; SET row_security = off; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
  SET lc_monetary = 'C'; SET bytea_output = 'hex'; SET extra_float_digits = 0; SET xmloption = 'content'`;

const tablesSql = `
  SELECT format('%I.%I', nspname, relname) AS name, relkind, relispopulated AS populated,
         coalesce(string_agg(CASE atttypid
           WHEN 'float4'::regtype THEN format('float4send(%I)', attname)
           WHEN 'float8'::regtype THEN format('float8send(%I)', attname)
           WHEN 'float4[]'::regtype THEN format('array_send(%I)', attname)
           WHEN 'float8[]'::regtype THEN format('array_send(%I)', attname)
           ELSE format('%I', attname) END, ', ' ORDER BY attnum) FILTER (WHERE attnum IS NOT NULL), '') AS columns
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
   WHERE relkind IN ('r', 'm') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
   GROUP BY c.oid, nspname, relname, relkind, relispopulated
   ORDER BY 1`;

const sequencesSql = `
  SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
   WHERE relkind = 'S' AND nspname !~ '^pg_' ORDER BY 1`;

export async function contentHash(server: PostgresServer, database: string): Promise<DatabaseContent> {
  const session = await server.connect(database, { as: 'superuser' });
  try {
    await session.query(sessionSettings);
    return { tables: await tables(session), sequences: await sequences(session), largeObjects: await largeObjects(session) };
  } finally {
    await session.end();
  }
}

async function tables(session: Client): Promise<DatabaseContent['tables']> {
  const content: DatabaseContent['tables'] = {};
  const { rows: all } = await session.query<{ name: string; relkind: string; populated: boolean; columns: string }>(tablesSql);
  for (const { name, relkind, populated, columns } of all) {
    if (!populated) {
      content[name] = { rows: 0, hash: 'not populated' };
      continue;
    }
    const { rows } = await session.query<{ rows: number; hash: string }>(
      `SELECT count(*)::int AS rows, coalesce(md5(string_agg(row_hash, '' ORDER BY row_hash)), '') AS hash
         FROM (SELECT md5(ROW(${columns})::text) AS row_hash FROM ${relkind === 'r' ? 'ONLY ' : ''}${name}) AS hashed`,
    );
    if (rows[0]) content[name] = rows[0];
  }
  return content;
}

async function sequences(session: Client): Promise<DatabaseContent['sequences']> {
  const content: DatabaseContent['sequences'] = {};
  for (const { name } of (await session.query<{ name: string }>(sequencesSql)).rows) {
    const { rows } = await session.query<{ lastValue: string; isCalled: boolean }>(
      `SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${name}`,
    );
    if (rows[0]) content[name] = rows[0];
  }
  return content;
}

async function largeObjects(session: Client): Promise<DatabaseContent['largeObjects']> {
  const { rows } = await session.query<{ oid: string; hash: string }>(
    'SELECT oid::text, md5(lo_get(oid)) AS hash FROM pg_largeobject_metadata ORDER BY oid',
  );
  return Object.fromEntries(rows.map(({ oid, hash }) => [oid, hash]));
}
