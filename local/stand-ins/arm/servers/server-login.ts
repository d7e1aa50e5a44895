// Asks a server as its administrator, with the password of its registration: that is kept in this process's memory only.
import { Client, DatabaseError, type QueryResultRow } from 'pg';
import type { RegisteredServer } from './server-registry';

const patienceMs = 3_000; // registration also has to work for a server that does not run yet

/** Undefined when the server does not answer or refuses the login. */
export async function askServer<Row extends QueryResultRow>(
  server: RegisteredServer,
  password: string,
  sql: string,
): Promise<Row[] | undefined> {
  const { hostname, port } = new URL(`postgres://${server.fullyQualifiedDomainName}`);
  const login = { hostname, port: Number(port || 5432), user: server.administratorLogin, password };
  const plain = await ask<Row>({ ...login, tls: false }, sql);
  const answer = plain === 'refused' ? await ask<Row>({ ...login, tls: true }, sql) : plain; // refused: it may insist on TLS
  return answer === 'refused' || answer === 'unreachable' ? undefined : answer;
}

interface Login {
  hostname: string;
  port: number;
  user: string;
  password: string;
  tls: boolean;
}

async function ask<Row extends QueryResultRow>(
  { hostname, port, user, password, tls }: Login,
  sql: string,
): Promise<Row[] | 'refused' | 'unreachable'> {
  const client = new Client({
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    user,
    password,
    database: 'postgres',
    ssl: tls ? { rejectUnauthorized: false } : false, // harmless facts are read; a server of this machine may have any certificate
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });
  client.on('error', () => undefined); // a connection that breaks later than its query concerns nobody
  try {
    await client.connect();
    return (await client.query<Row>(sql)).rows;
  } catch (error) {
    return error instanceof DatabaseError ? 'refused' : 'unreachable';
  } finally {
    await client.end().catch(() => undefined); // it is no longer needed, whatever its end looks like
  }
}
