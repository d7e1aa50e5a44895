// Asks a server for its wal_level at registration, the only moment when the administrator's password is at hand.
import { Client } from 'pg';
import type { RegisteredServer } from './server-registry';

const patienceMs = 3_000; // registration also has to work for a server that does not run yet

/** Undefined when the server does not answer or refuses the login; then PostgreSQL's default is assumed. */
export async function askWalLevel(server: RegisteredServer, password: string): Promise<string | undefined> {
  const { hostname, port } = new URL(`postgres://${server.fullyQualifiedDomainName}`);
  const connect = (tls: boolean) => queryWalLevel({ hostname, port: Number(port || 5432), user: server.administratorLogin, password, tls });
  return (await connect(false)) ?? (await connect(true));
}

interface Login {
  hostname: string;
  port: number;
  user: string;
  password: string;
  tls: boolean;
}

async function queryWalLevel({ hostname, port, user, password, tls }: Login): Promise<string | undefined> {
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
    return rows[0]?.wal_level;
  } catch {
    return undefined; // the caller documents what is assumed then
  } finally {
    await client.end().catch(() => undefined);
  }
}
