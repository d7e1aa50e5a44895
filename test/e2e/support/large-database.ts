// A database that takes seconds to copy.
import type { PostgresServer } from '../../../local/postgres/postgres-server';

const bytesPerRow = 1_000;

/** Owned by the login: one table `large` of that many megabytes, and the given number of small ones. */
export async function createLargeDatabase(server: PostgresServer, name: string, megabytes: number, smallTables = 0): Promise<void> {
  await server.createDatabase(name);
  for (let number = 1; number <= smallTables; number++) {
    await server.run(
      name,
      `CREATE TABLE small_${number} (id int PRIMARY KEY, label text);
       INSERT INTO small_${number} SELECT g, 'label ' || g FROM generate_series(1, 20000) AS g`,
    );
  }
  const rows = (megabytes * 1_000_000) / bytesPerRow;
  // Below the size at which PostgreSQL compresses a value or stores it elsewhere, so the bytes are really there.
  await server.run(
    name,
    `CREATE TABLE large (id int, filler text);
     INSERT INTO large SELECT g, repeat(md5(g::text), ${Math.floor(bytesPerRow / 32)}) FROM generate_series(1, ${rows}) AS g;
     ALTER TABLE large ADD PRIMARY KEY (id)`,
  );
}
