// The tables of a database whose rows DMS moves.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

export interface UserTable {
  /** Quoted, schema-qualified. */
  name: string;
  schemaName: string;
  tableName: string;
  /** Quoted and comma-separated, without generated ones; empty for a table without columns. */
  columns: string;
}

export async function userTables(session: Client): Promise<UserTable[]> {
  return (await session.query<UserTable>(await readFile(join(__dirname, 'user-tables.sql'), 'utf8'))).rows;
}

/** As the service names tables in input and output, unquoted. */
export const plainName = ({ schemaName, tableName }: UserTable) => `${schemaName}.${tableName}`;

/** Throws an error that names what the task asked for and the source lacks. */
export function selected(tables: UserTable[], names: string[] | undefined, database: string): UserTable[] {
  if (!names) return tables;
  const wanted = new Set(names);
  const found = tables.filter((table) => wanted.has(plainName(table)) || wanted.has(table.name));
  if (found.length === wanted.size) return found;
  const known = new Set(found.flatMap((table) => [plainName(table), table.name]));
  const missing = names.filter((name) => !known.has(name));
  throw new Error(`Selected tables do not exist in source database '${database}': ${missing.join(', ')}.`);
}

export async function requireOnTarget(target: Client, tables: UserTable[], database: string): Promise<void> {
  const { rows } = await target.query<{ name: string }>('SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL', [
    tables.map(({ name }) => name),
  ]);
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(', ');
  throw new Error(`Tables do not exist in target database '${database}': ${names}. The source and target database schemas must match.`);
}
