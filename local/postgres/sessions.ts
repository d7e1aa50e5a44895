// Opens sessions on a local server and runs SQL there.
import { Client, type QueryResult, type QueryResultRow } from 'pg';
import type { PostgresServer, ServerRole } from './postgres-server';

export type Address = Pick<PostgresServer, 'host' | 'port' | 'superuser' | 'login'> & { tls: { ca: string } | undefined };

export async function openSession(
  { host, port, tls, ...roles }: Address,
  database: string,
  as: ServerRole = 'login',
  applicationName = 'pgflex local',
): Promise<Client> {
  const client = new Client({ host, port, database, ...roles[as], application_name: applicationName, ...(tls ? { ssl: tls } : {}) });
  client.on('error', breakIsReportedByTheNextQuery);
  await client.connect();
  return client;
}

/** Without a listener, a server that is stopped or killed under a session would end this whole process. */
function breakIsReportedByTheNextQuery(): void {}

/** Several statements run as one transaction, unless they begin one themselves. */
export async function runSql<Row extends QueryResultRow>(
  address: Address,
  database: string,
  sql: string,
  { as, parameters }: { as?: ServerRole; parameters?: unknown[] } = {},
): Promise<Row[]> {
  const client = await openSession(address, database, as);
  try {
    const results: QueryResult<Row> | QueryResult<Row>[] = await client.query<Row>(sql, parameters);
    return (Array.isArray(results) ? results.at(-1)?.rows : results.rows) ?? [];
  } finally {
    await client.end();
  }
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
