// Failures in the words of the real service, as far as they are known: a .NET program that talks to PostgreSQL through Npgsql
// (issue 12 of MicrosoftLearning/mslearn-postgresql quotes one).
import { types } from 'node:util';
import { DatabaseError } from 'pg';

/** Of an element of `output` and `validationErrors`. */
export interface ReportableException {
  message: string;
  actionableMessage?: string;
}

/** Of a task's and a command's `errors`. */
export interface ODataError {
  code: string;
  message: string;
  details?: ODataError[];
}

const networkMessages: Record<string, string> = {
  ECONNREFUSED: 'No connection could be made because the target machine actively refused it',
  ENOTFOUND: 'No such host is known',
  EAI_AGAIN: 'No such host is known',
  EHOSTUNREACH: 'A socket operation was attempted to an unreachable host',
  ECONNRESET: 'An existing connection was forcibly closed by the remote host',
  ETIMEDOUT: 'A connection attempt failed because the connected party did not properly respond after a period of time',
};

/** `28P01: password authentication failed for user "x"`, as Npgsql writes what PostgreSQL says. */
export function wordsOf(error: unknown): string {
  if (error instanceof DatabaseError) return `${error.code}: ${error.message}`;
  if (!types.isNativeError(error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (error.message === 'timeout expired') return networkMessages.ETIMEDOUT ?? error.message; // pg's own time-out has no code
  return networkMessages[code ?? ''] ?? error.message;
}

/** A server that cannot be used at all. */
export class ConnectFailure extends Error {
  constructor(server: string, cause: unknown) {
    super(`Connection failed. Exception while connecting to '${server}'. ${wordsOf(cause)}`, { cause });
    this.name = 'ConnectFailure';
  }
}

export function reportable(error: unknown, actionableMessage?: string): ReportableException {
  return { message: wordsOf(error), ...(actionableMessage ? { actionableMessage } : {}) };
}
