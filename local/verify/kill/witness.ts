/** What was finished at some moment: which units with when they were begun, and in which files. What is done again gets other marks. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresServer } from '../../postgres/postgres-server';

export interface Mark {
  name: string;
  mark: string;
  /** A crash of the server empties it, so that it has to be done again. */
  unlogged: boolean;
}

/** Empty where there is no such database, or no ledger in it (yet, or any more). */
export async function readWitness(server: PostgresServer, database: string, ledgerSchema: string): Promise<Mark[]> {
  const sql = (await readFile(join(__dirname, 'witness.sql'), 'utf8')).replaceAll('$schema', `"${ledgerSchema}"`);
  try {
    return await server.run<Mark & Record<string, unknown>>(database, sql, { as: 'superuser' });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export function doneAgain(before: Mark[], after: Mark[], wasTargetCrashed: boolean): string[] {
  const marks = new Map(after.map(({ name, mark }) => [name, mark]));
  return before
    .filter(({ name, mark, unlogged }) => marks.get(name) !== mark && !(unlogged && wasTargetCrashed))
    .map(({ name }) => `${name} was done again`);
}

/** invalid_catalog_name, undefined_table, and a database that is being dropped or renamed. */
const isMissing = (error: unknown) => ['3D000', '42P01', '3F000', '55000', '57P04'].includes((error as { code?: string }).code ?? '');
