/** The data sets that engines are measured with: made by SQL on the source itself, the same rows every time. */
import { createHash } from 'node:crypto';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { quoteIdentifier } from '../../local/postgres/sessions';
import { loadSql } from '../../shared/postgres/sql';

export const dataSets = ['big', 'wide', 'pgbench', 'many'] as const;
export type DataSet = (typeof dataSets)[number];

/** Fills an empty database. Size 1 is 790 to 1,030 MB with its indexes; `many` is small, but has 600 tables. */
export async function fillDataSet(server: PostgresServer, database: string, set: DataSet, size: number): Promise<void> {
  await server.run(database, `SET bench.size = '${size}'; ${loadSql(__dirname, set)}`);
  await server.run(database, 'VACUUM (FREEZE, ANALYZE)'); // else autovacuum does it in the middle of a measurement
}

/** A database of the set's name and size, made unless a run before left it; `made` says which. */
export async function provideDataSet(server: PostgresServer, set: DataSet, size: number): Promise<{ made: boolean }> {
  const recipe = createHash('sha256')
    .update(`${size} ${loadSql(__dirname, set)}`)
    .digest('hex');
  const [present] = await server.run<{ recipe: string | null }>(
    'postgres',
    `SELECT pg_catalog.shobj_description(oid, 'pg_database') AS recipe FROM pg_catalog.pg_database WHERE datname = $1`,
    { parameters: [set] },
  );
  if (present?.recipe === recipe) return { made: false };
  if (present) await server.run('postgres', `DROP DATABASE ${quoteIdentifier(set)}`);
  await server.createDatabase(set);
  await fillDataSet(server, set, set, size);
  await server.run('postgres', `COMMENT ON DATABASE ${quoteIdentifier(set)} IS '${recipe}'`); // last: one that was interrupted has none
  return { made: true };
}
