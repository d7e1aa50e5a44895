/** What a database holds, so that nobody wins by copying less: rows of every table, valid indexes, constraints, statistics. */
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { quoteIdentifier } from '../../local/postgres/sessions';
import { loadSql } from '../../shared/postgres/sql';

export type Content = Map<string, number>;

const as = 'superuser'; // planner statistics are nobody else's

export async function contentOf(server: PostgresServer, database: string): Promise<Content> {
  const objects = await server.run<{ kind: string; count: number }>(database, loadSql(__dirname, 'content'), { as });
  const tables = await server.run<{ name: string }>(
    database,
    `SELECT tablename AS name FROM pg_catalog.pg_tables WHERE schemaname = 'public'`,
  );
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS count FROM ${quoteIdentifier(name)}`);
  const rows = await server.run<{ name: string; count: number }>(database, counts.join(' UNION ALL '), { as });
  return new Map([
    ...objects.map(({ kind, count }) => [kind, count] as const),
    ...rows.map(({ name, count }) => [`rows of ${name}`, count] as const),
  ]);
}

/** Throws with the first differences. */
export function requireSameContent(source: Content, target: Content): void {
  const differences = [...new Set([...source.keys(), ...target.keys()])]
    .filter((kind) => source.get(kind) !== target.get(kind))
    .map((kind) => `${kind}: ${source.get(kind) ?? 0} on the source, ${target.get(kind) ?? 0} on the target`);
  if (differences.length) throw new Error(`The copy is not complete: ${differences.slice(0, 5).join('; ')}.`);
}
