// Loads the Chinook sample: real data with foreign keys, serial keys and non-ASCII text.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresServer } from '../../local/postgres/postgres-server';

/** Creates the database, owned by the login as everything in it: 11 tables, about 15,600 rows. */
export async function loadChinook(server: PostgresServer, database: string): Promise<void> {
  const script = await readFile(join(__dirname, '../data/chinook/Chinook_PostgreSql_SerialPKs.sql'), 'utf8');
  const connectLine = script.indexOf('\\c chinook_serial;\n');
  if (connectLine < 0) throw new Error('The Chinook script has no \\c line any more: look where its tables begin.');
  await server.createDatabase(database);
  await server.run(database, script.slice(script.indexOf('\n', connectLine)));
}
