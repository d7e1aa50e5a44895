// Opens one authenticated session on a PostgreSQL server.

import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { rootCertificates } from 'node:tls';
import { Client } from 'pg';
import type { SslMode } from '../domain/migration';
import type { ServerConnection } from '../engines/engine';
import { checkedAddress, tlsFor } from './checked-address';
import { connectionFailure } from './connection-failure';
import { isError } from './is-error';
import { serverMessage } from './server-message';

export interface ConnectOptions {
  database: string;
  applicationName: string;
  /** Aborting ends the session at once, whatever it does. */
  signal?: AbortSignal;
  /** Default: 10 s, three times what a slow handshake over an ocean takes. */
  connectTimeoutMs?: number;
  /** Makes the socket, for each attempt. */
  newSocket?(): Socket;
  /** Sees the client before it connects. */
  prepare?(client: Client): void;
}

const defaultConnectTimeoutMs = 10_000;
/** Azure's load balancer forgets silent connections after four minutes; a broken one is noticed as soon. */
const keepAliveDelayMs = 30_000;

/** `Prefer` costs a second connection where no TLS is offered (libpq goes on with the first): so long it is not asked again. */
const plainForMs = 60_000;
/** When a server said that it has no TLS, by `host:port`. */
const plainServers = new Map<string, number>();

const isKnownPlain = ({ host, port, sslMode }: ServerConnection) =>
  sslMode === 'Prefer' && Date.now() - (plainServers.get(`${host}:${port}`) ?? Number.NEGATIVE_INFINITY) < plainForMs;

/** Throws a MigrationFailure that names host, port, user and cause, never the password. A later break shows at the next query. */
export async function connect(server: ServerConnection, options: ConnectOptions): Promise<Client> {
  const tls = tlsOptions(server.sslMode, server.ca);
  try {
    if (isKnownPlain(server)) return await openPlain(server, options);
    try {
      return await open(server, options, tls);
    } catch (error) {
      if (server.sslMode !== 'Prefer' || !isTlsNotOffered(error)) throw error;
      const client = await open(server, options, false);
      plainServers.set(`${server.host}:${server.port}`, Date.now());
      return client;
    }
  } catch (error) {
    throw connectionFailure(error, server, options.database);
  }
}

/** By now the server may want TLS, or be another one. */
async function openPlain(server: ServerConnection, options: ConnectOptions): Promise<Client> {
  try {
    return await open(server, options, false);
  } catch (error) {
    plainServers.delete(`${server.host}:${server.port}`);
    if (serverMessage(error)?.sqlState !== invalidAuthorization) throw error;
    return open(server, options, tlsOptions(server.sslMode, server.ca));
  }
}

/** What pg_hba.conf refuses, a session without TLS among it. */
const invalidAuthorization = '28000';

async function open(server: ServerConnection, options: ConnectOptions, tls: ConnectionOptions | false): Promise<Client> {
  const { database, applicationName, signal, connectTimeoutMs = defaultConnectTimeoutMs } = options;
  signal?.throwIfAborted();
  const address = await checkedAddress(server, connectTimeoutMs);
  const client = new Client({
    host: address.host,
    port: server.port,
    user: server.user,
    password: server.password,
    database,
    application_name: applicationName,
    ssl: tlsFor(tls, address),
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
    connectionTimeoutMillis: connectTimeoutMs,
    stream: options.newSocket,
  });
  client.on('error', breakIsReportedByTheNextQuery);
  options.prepare?.(client);
  const destroy = () => socketOf(client).destroy();
  signal?.addEventListener('abort', destroy, { once: true });
  client.once('end', () => signal?.removeEventListener('abort', destroy));
  try {
    await client.connect();
    return client;
  } catch (error) {
    destroy();
    signal?.removeEventListener('abort', destroy);
    signal?.throwIfAborted();
    throw error;
  }
}

/** What `pg` keeps beside its documented interface: the socket, and the messages that `prepare` may listen to. */
export interface ClientInternals {
  connection: NodeJS.EventEmitter & { stream: Socket };
  processID: number | null;
  secretKey: number | null;
}

export const internalsOf = (client: Client) => client as unknown as ClientInternals;

const socketOf = (client: Client) => internalsOf(client).connection.stream;

/** libpq's meaning of the modes; `Prefer` and `Require` encrypt without asking who is at the other end. */
function tlsOptions(sslMode: SslMode, ca: string | undefined): ConnectionOptions {
  if (sslMode === 'Prefer' || sslMode === 'Require') return { rejectUnauthorized: false };
  const trusted = ca ? { ca: [...rootCertificates, ca] } : {};
  return sslMode === 'VerifyCA' ? { ...trusted, checkServerIdentity: () => undefined } : trusted;
}

function isTlsNotOffered(error: unknown): boolean {
  return isError(error) && error.message === 'The server does not support SSL connections'; // pg's text; it has no code
}

/** Without a listener, Node would end the process. `pg` refuses every query after the break. */
function breakIsReportedByTheNextQuery(): void {}
