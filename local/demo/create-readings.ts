// Makes one more database for a demo with more data: as many rows as are asked for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresServer } from '../postgres/postgres-server';

const database = 'readings';

/** Answers its name. */
export async function createReadings(source: PostgresServer, rows: number): Promise<string> {
  await source.createDatabase(database);
  const script = await readFile(join(__dirname, 'readings.sql'), 'utf8');
  await source.run(database, script.replace(/, ROWS\)/, `, ${rows})`));
  return database;
}
