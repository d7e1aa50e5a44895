// What the rest of the local world sees of a PostgreSQL server.
import type { Client, QueryResultRow } from 'pg';

/** `superuser` is for fixtures only; everything else works as `login`, which has the rights of Azure's administrator. */
export type ServerRole = 'superuser' | 'login';

export interface Credentials {
  user: string;
  password: string;
}

export interface DatabaseOptions {
  /** Default: the login. */
  owner?: string;
  /** An encoding other than UTF8 is made from template0. */
  encoding?: string;
}

export interface PostgresServer {
  major: number;
  host: '127.0.0.1';
  port: number;
  /** Everything that belongs to this server lies here. */
  directory: string;
  dataDirectory: string;
  superuser: Credentials;
  login: Credentials;
  /** The authority that signed the server's certificate; undefined without TLS. */
  caFile?: string;
  /** Runs SQL (one statement with parameters, or any number without) and returns the rows of the last statement. Default: as the login. */
  run<Row extends QueryResultRow = QueryResultRow>(
    database: string,
    sql: string,
    options?: { as?: ServerRole; parameters?: unknown[] },
  ): Promise<Row[]>;
  /** A session of its own, for tests that need to hold one; the caller ends it. */
  connect(database: string, options?: { as?: ServerRole; applicationName?: string }): Promise<Client>;
  createDatabase(name: string, options?: DatabaseOptions): Promise<void>;
  /** Ends the server in order; its directory goes too unless the caller named it. Repeatable. */
  stop(): Promise<void>;
  /** Ends the server as a crash does (SIGKILL); the directory stays until `stop`. */
  kill(): Promise<void>;
  /** Starts the server again, on the same port with the same passwords, stopping it first where it runs. */
  restart(): Promise<void>;
  /** The last lines of the server's log. */
  log(): string[];
}
