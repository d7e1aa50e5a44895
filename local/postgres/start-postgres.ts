// Starts a real PostgreSQL server on this machine, made from the packages that npm installed.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port';
import type { PostgresServer } from './postgres-server';
import { type PreparedServer, prepareServer } from './prepare-server';
import { type Address, openSession, quoteIdentifier, runSql } from './sessions';
import { pgHbaConf, postgresqlConf, type Settings } from './settings';
import { type RunningPostgres, superviseServer } from './supervised-postgres';

export interface StartPostgresOptions {
  major: number;
  /** Kept after the end, and taken up again (with new passwords) when it was used before. Default: a temporary one that goes with the server. */
  directory?: string;
  /** Default 0: a free one. */
  port?: number;
  tls?: { certFile: string; keyFile: string; caFile: string; required?: boolean };
  settings?: Settings;
  /** Default: true for a named directory, false for a temporary one. */
  durable?: boolean;
  /** Default: random. */
  passwords?: { superuser?: string; login?: string };
}

const portAttempts = 5; // another process may take a free port before the server does; five times in a row it is something else

export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const files = await prepareServer(options);
  const temporary = options.directory === undefined;
  try {
    const { port, running } = await startOnPort(files, options);
    const ca = options.tls ? await readFile(options.tls.caFile, 'utf8') : undefined;
    const address: Address = { host: '127.0.0.1', port, superuser: files.superuser, login: files.login, tls: ca ? { ca } : undefined };
    return handle({ files, options, address, running, temporary });
  } catch (error) {
    if (temporary) await rm(files.directory, { recursive: true, force: true });
    throw error;
  }
}

async function startOnPort(files: PreparedServer, options: StartPostgresOptions): Promise<{ port: number; running: RunningPostgres }> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort());
    try {
      return { port, running: await launch(files, options, port) };
    } catch (error) {
      const portTaken = error instanceof Error && error.message.includes('could not bind');
      if (!portTaken) throw error;
      if (options.port) throw new Error(`Port ${port} of 127.0.0.1 is in use: give another port, or 0 for a free one.`);
      if (attempt === portAttempts) throw error;
    }
  }
}

async function launch(files: PreparedServer, options: StartPostgresOptions, port: number): Promise<RunningPostgres> {
  const { tls, settings = {}, directory, durable = directory !== undefined } = options;
  const server = { port, tls: tls !== undefined, tlsRequired: tls?.required ?? false, durable, settings };
  await writeFile(join(files.dataDirectory, 'postgresql.conf'), postgresqlConf(server));
  await writeFile(join(files.dataDirectory, 'pg_hba.conf'), pgHbaConf(server));
  return superviseServer({ ...files, temporaryDirectory: directory === undefined ? files.directory : undefined });
}

interface Started {
  files: PreparedServer;
  options: StartPostgresOptions;
  address: Address;
  running: RunningPostgres;
  temporary: boolean;
}

function handle({ files, options, address, running: first, temporary }: Started): PostgresServer {
  let running = first;
  return {
    major: options.major,
    host: address.host,
    port: address.port,
    directory: files.directory,
    dataDirectory: files.dataDirectory,
    superuser: files.superuser,
    login: files.login,
    caFile: options.tls?.caFile,
    run: (database, sql, how) => runSql(address, database, sql, how),
    connect: (database, { as, applicationName } = {}) => openSession(address, database, as, applicationName),
    async createDatabase(name, { owner = files.login.user, encoding } = {}) {
      const made = `CREATE DATABASE ${quoteIdentifier(name)} OWNER ${quoteIdentifier(owner)}`;
      await runSql(address, 'postgres', encoding ? `${made} TEMPLATE template0 ENCODING '${encoding}'` : made, { as: 'superuser' });
    },
    async stop() {
      await running.end(temporary ? 'SIGQUIT' : 'SIGINT'); // what is removed at once needs no checkpoint
      if (temporary) await rm(files.directory, { recursive: true, force: true });
    },
    kill: () => running.end('SIGKILL'),
    async restart() {
      await running.end('SIGINT');
      running = await launch(files, options, address.port);
    },
    log: () => [...running.log],
  };
}
