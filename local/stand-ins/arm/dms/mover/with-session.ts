// Runs a few queries in a session of their own.
import type { Client } from 'pg';
import type { ConnectionInfo } from './connection-info';
import { sessionGroup } from './session-group';

export interface WithSessionOptions {
  ca: string;
  signal: AbortSignal;
  /** Default: the connection's own, or `postgres`. */
  database?: string;
}

export async function withSession<T>(
  info: ConnectionInfo,
  { ca, signal, database = info.databaseName || 'postgres' }: WithSessionOptions,
  use: (session: Client) => Promise<T>,
): Promise<T> {
  const sessions = sessionGroup(signal);
  try {
    return await use(await sessions.open(info, { database, ca }));
  } finally {
    await sessions.end();
  }
}
