// Turns what went wrong on a connection into an error with a code.

import { type ErrorCode, fail, MigrationFailure } from '../domain/error-codes';
import type { ServerConnection } from '../engines/engine';
import { isError } from './is-error';
import { isLostConnectionState } from './passing-errors';
import { describeError, serverMessage } from './server-message';

type Address = Pick<ServerConnection, 'host' | 'port' | 'user'>;

const codeOfSqlState: Record<string, ErrorCode> = {
  '28000': 'LOGIN_FAILED',
  '28P01': 'LOGIN_FAILED',
  '3D000': 'SOURCE_DATABASE_MISSING',
  '42501': 'SOURCE_RIGHTS_MISSING',
  '53100': 'TARGET_DISK_FULL',
  '53300': 'TOO_MANY_CONNECTIONS',
  '57P03': 'SERVER_UNREACHABLE', // starting up or shutting down
};

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];

/** For errors while connecting. An abort and a failure that has a code already pass unchanged. */
export function connectionFailure(error: unknown, server: Address, database: string): unknown {
  if (error instanceof MigrationFailure || isAbort(error)) return error;
  const code = codeOfConnectError(error);
  const at = `${server.host}:${server.port} as ${server.user}`;
  const what = code === 'SOURCE_DATABASE_MISSING' || code === 'SOURCE_RIGHTS_MISSING' ? `database '${database}' of ${at}` : at;
  return fail(code, `Connecting to ${what} failed: ${describeError(error)}.`, { cause: error });
}

/** True where the same thing may work on a new connection: the session ended under us, or the server is restarting. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof MigrationFailure) return error.error.code === 'CONNECTION_LOST';
  const sqlState = serverMessage(error)?.sqlState;
  if (sqlState) return isLostConnectionState(sqlState);
  const code = errnoOf(error);
  if (code && ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_STREAM_DESTROYED', ...unreachable].includes(code)) return true;
  return isError(error) && /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(error.message);
}

export function isAbort(error: unknown): boolean {
  return isError(error) && error.name === 'AbortError';
}

function codeOfConnectError(error: unknown): ErrorCode {
  const sqlState = serverMessage(error)?.sqlState;
  if (sqlState) return codeOfSqlState[sqlState] ?? (sqlState.startsWith('28') ? 'LOGIN_FAILED' : 'SERVER_UNREACHABLE');
  const code = errnoOf(error) ?? '';
  if (unreachable.includes(code)) return 'SERVER_UNREACHABLE';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/.test(code)) return 'SERVER_TLS_FAILED';
  const message = isError(error) ? error.message : '';
  if (message.includes('SSL')) return 'SERVER_TLS_FAILED';
  if (/SASL|password/i.test(message)) return 'LOGIN_FAILED';
  return 'SERVER_UNREACHABLE';
}

function errnoOf(error: unknown): string | undefined {
  const code = isError(error) ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
