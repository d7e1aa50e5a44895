/** What takes part in a race: anything that copies a whole database. */
import type { PostgresServer } from '../../local/postgres/postgres-server';
import type { DataSet } from '../data-sets/data-sets';

export interface Lap {
  source: PostgresServer;
  target: PostgresServer;
  /** The same name on both; on the target it does not exist unless `wantsEmptyDatabase`. */
  database: string;
  /** Empty, and removed after the lap. */
  folder: string;
  /** Leads libpq to both servers' passwords. */
  environment: Record<string, string>;
  /** Cores of this machine: what a contestant that can be told is told to use. */
  cores: number;
  signal: AbortSignal;
}

export interface Contestant {
  name: string;
  /** The command, for the record. */
  what: string;
  /** Why it can't take part. */
  missing?: string;
  /** Sets that it is left out of, with the reason. */
  unfitFor?: Partial<Record<DataSet, string>>;
  wantsEmptyDatabase: boolean;
  /** Before the clock starts. */
  prepare?(lap: Lap): Promise<void>;
  /** Resolves when the copy is there. Peak memory where it knows its own. */
  copy(lap: Lap): Promise<{ peakMB?: number }>;
}

export function uriOf(server: PostgresServer, database: string): string {
  return `postgresql://${server.login.user}@${server.host}:${server.port}/${database}`;
}
