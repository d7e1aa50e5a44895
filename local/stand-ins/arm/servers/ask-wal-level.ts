// Asks a server for its wal_level at registration, the only moment when the administrator's password is at hand.
import { Client, DatabaseError } from 'pg';
import type { RegisteredServer } from './server-registry';

const patienceMs = 3_000; // registration also has to work for a server that does not run yet

/** Undefined when the server does not answer or refuses the login; then PostgreSQL's default is assumed. */
export async function askWalLevel(server: RegisteredServer, password: string): Promise<string | undefined> {
  const { hostname, port } = new URL(`postgres://${server.fullyQualifiedDomainName}`);
  const login = { hostname, port: Number(port || 5432), user: server.administratorLogin, password };
  const plain = await queryWalLevel({ ...login, tls: false });
  const answer = plain === 'refused' ? await queryWalLevel({ ...login, tls: true }) : plain; // refused: it may insist on TLS
  return answer === 'refused' || answer === 'unreachable' ? undefined : answer.walLevel;
}

interface Login {
  hostname: string;
  port: number;
  user: string;
  password: string;
  tls: boolean;
}

async function queryWalLevel({
  hostname,
  port,
  user,
  password,
  tls,
}: Login): Promise<{ walLevel: string | undefined } | 'refused' | 'unreachable'> {
  const client = new Client({
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    user,
    password,
    database: 'postgres',
    ssl: tls ? { rejectUnauthorized: false } : false, // one harmless setting is read; a server of this machine may have any certificate
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });
  client.on('error', () => undefined); // a connection that breaks later than its query concerns nobody
  try {
    await client.connect();
    const { rows } = await client.query<{ wal_level: string }>('show wal_level');
    return { walLevel: rows[0]?.wal_level };
  } catch (error) {
    return error instanceof DatabaseError ? 'refused' : 'unreachable';
  } finally {
    await client.end().catch(() => undefined); // it is no longer needed, whatever its end looks like
  }
}
