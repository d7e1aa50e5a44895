// Opens one session on a server that a task's input names, encrypted where the server can.
import { rootCertificates } from 'node:tls';
import { Client, type ClientConfig } from 'pg';
import { addressOf, type ConnectionInfo } from './connection-info';
import { ConnectFailure } from './failures';

export interface SessionOptions {
  database: string;
  /** PEM text of the local authority. */
  ca: string;
  /** A walsender, which takes replication commands. */
  replication?: boolean;
}

const patienceMs = 15_000; // Npgsql's default

/** Throws a ConnectFailure. */
export async function openSession(info: ConnectionInfo, options: SessionOptions): Promise<Client> {
  const { host, port } = addressOf(info);
  const ssl = { ca: [...rootCertificates, options.ca], rejectUnauthorized: !info.trustServerCertificate };
  try {
    if (!info.encryptConnection) return await connect(info, options, false);
    return await connect(info, options, ssl).catch((error: Error) => {
      if (error.message !== 'The server does not support SSL connections') throw error; // pg's text; it has no code
      return connect(info, options, false); // most local servers have no certificate
    });
  } catch (error) {
    throw new ConnectFailure(`${host}:${port}`, error);
  }
}

async function connect(info: ConnectionInfo, { database, replication }: SessionOptions, ssl: ClientConfig['ssl']): Promise<Client> {
  const config: ClientConfig & { replication?: string } = {
    ...addressOf(info),
    user: info.userName,
    password: info.password,
    database,
    ssl,
    application_name: 'Azure Database Migration Service',
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
    ...(replication ? { replication: 'database' } : {}),
  };
  const client = new Client(config);
  client.on('error', () => undefined); // the query at hand, or the next one, is rejected with it
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => undefined); // it was never open
    throw error;
  }
}
