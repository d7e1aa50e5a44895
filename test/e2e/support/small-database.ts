// A database that is copied in a moment.
import type { PostgresServer } from '../../../local/postgres/postgres-server';

/** Owned by the login: one table `item` of that many rows. */
export async function createSmallDatabase(server: PostgresServer, name: string, rows = 100): Promise<void> {
  await server.createDatabase(name);
  await server.run(
    name,
    `CREATE TABLE item (id int PRIMARY KEY, label text); INSERT INTO item SELECT g, 'label ' || g FROM generate_series(1, ${rows}) AS g`,
  );
}

export async function hasDatabase(server: PostgresServer, name: string): Promise<boolean> {
  const rows = await server.run('postgres', 'SELECT FROM pg_database WHERE datname = $1', { as: 'superuser', parameters: [name] });
  return rows.length === 1;
}

/** How many rows the copy has. */
export async function itemsIn(server: PostgresServer, name: string): Promise<number | undefined> {
  const [row] = await server.run<{ rows: number }>(name, 'SELECT count(*)::int AS rows FROM item', { as: 'superuser' });
  return row?.rows;
}
