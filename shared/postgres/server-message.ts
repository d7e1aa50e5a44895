// What a server said about a failure, without the row values that it may have quoted.
import { isError } from './is-error';

export interface ServerMessage {
  /** SQLSTATE, five characters. */
  sqlState: string;
  message: string;
}

interface ServerErrorFields {
  code: string;
  message: string;
  severity: string;
}

/** Undefined for an error that no server sent (a broken socket, a bug of ours). */
export function serverMessage(error: unknown): ServerMessage | undefined {
  if (!isServerError(error)) return undefined;
  return { sqlState: error.code, message: withoutValues(error.code, error.message) };
}

/** `<message> (SQLSTATE 23505)`, or the plain message of any other error. */
export function describeError(error: unknown): string {
  const fromServer = serverMessage(error);
  if (fromServer) return `${fromServer.message} (SQLSTATE ${fromServer.sqlState})`;
  return isError(error) ? error.message : String(error);
}

function isServerError(error: unknown): error is ServerErrorFields {
  if (!isError(error)) return false;
  const { code, severity } = error as Partial<ServerErrorFields>;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && typeof severity === 'string';
}

/**
 * DETAIL and CONTEXT are never read. Of the messages themselves, those of class 22 (data exception) quote the value behind a colon or in
 * double quotes, and a function's own RAISE may say anything.
 */
function withoutValues(sqlState: string, message: string): string {
  if (sqlState === 'P0001') return 'a function of the database raised an exception; its text is in the log of the server';
  if (!sqlState.startsWith('22')) return message;
  return message.replace(/: .*$/s, '').replace(/"[^"]*"/g, '"…"');
}
