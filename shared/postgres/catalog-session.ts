// A read-only session for catalogue queries: what rules and the schema side see of a server.
import type { Client } from 'pg';
import type { ServerConnection } from '../engines/engine';
import { type ConnectOptions, connect } from './connect';
import { endClient } from './end-client';
import { readerSettings } from './session-settings';

export interface CatalogSession {
  /** `server_version_num`, e.g. 110022. */
  readonly version: number;
  /** Runs one statement; int8 and numeric come as strings, as `pg` gives them. */
  rows<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** Names are resolved with an empty search_path, row security raises an error instead of hiding rows, and nothing can be written. */
export async function openCatalogSession(server: ServerConnection, options: ConnectOptions): Promise<CatalogSession> {
  const client = await connect(server, options);
  try {
    await client.query(readerSettings);
    return await catalogSession(client);
  } catch (error) {
    await endClient(client);
    throw error;
  }
}

/** The same over a session that exists already; `end` ends it. */
export async function catalogSession(client: Client): Promise<CatalogSession> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  return {
    version: Number(rows[0]?.server_version_num),
    rows: async <Row extends object>(sql: string, parameters?: unknown[]) => (await client.query<Row>(sql, parameters)).rows,
    end: () => endClient(client),
  };
}
