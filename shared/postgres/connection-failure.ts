// Turns what went wrong on a connection into an error with a code, and says what to do about exactly that.

import { fail, MigrationFailure } from '../domain/error-codes';
import type { ServerConnection } from '../engines/engine';
import { causeOf, networkErrnos } from './connection-cause';
import { errnoOf, isError } from './is-error';
import { isLostConnectionState } from './passing-errors';
import { describeError, serverMessage } from './server-message';

/** For errors while connecting. An abort and a failure that has a code already pass unchanged. */
export function connectionFailure(error: unknown, server: Pick<ServerConnection, 'host' | 'port' | 'user'>, database: string): unknown {
  if (error instanceof MigrationFailure || isAbort(error)) return error;
  const { code, hint } = causeOf(error, server);
  const at = `${server.host}:${server.port} as ${server.user}`;
  const what = code === 'SOURCE_DATABASE_MISSING' || code === 'SOURCE_RIGHTS_MISSING' ? `database '${database}' of ${at}` : at;
  return fail(code, `Connecting to ${what} failed: ${describeError(error)}.`, { hint, cause: error });
}

/** True where the same thing may work on a new connection: the session ended under us, or the server is restarting. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof MigrationFailure) return error.error.code === 'CONNECTION_LOST';
  const sqlState = serverMessage(error)?.sqlState;
  if (sqlState) return isLostConnectionState(sqlState);
  const code = errnoOf(error);
  if (code && ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_STREAM_DESTROYED', ...networkErrnos].includes(code)) return true;
  return isError(error) && /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(error.message);
}

export function isAbort(error: unknown): boolean {
  return isError(error) && error.name === 'AbortError';
}
