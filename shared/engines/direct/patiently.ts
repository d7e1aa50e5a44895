// Opens a session on a server that may be restarting or full just now.
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, fail, MigrationFailure, unreachableCodes } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { describeError } from '../../postgres/server-message';
import { backOffMs } from './back-off';

/** A fail-over of Flexible Server takes 60 to 120 seconds (its documentation, "High availability"). */
const usualPatienceMs = 120_000;
const between = { firstMs: 100, longestMs: 5_000 };
const passing: readonly ErrorCode[] = [...unreachableCodes, 'TOO_MANY_CONNECTIONS', 'CONNECTION_LOST'];

/** Repeats `open` while its failure is of the kind that passes; then throws the last one. */
export async function patiently<Session>(
  signal: AbortSignal,
  open: () => Promise<Session>,
  patienceMs = usualPatienceMs,
): Promise<Session> {
  const giveUpAt = Date.now() + patienceMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error;
      const delayMs = backOffMs(attempt, between);
      if (Date.now() + delayMs > giveUpAt) throw lasting(error, patienceMs);
      await delay(delayMs, undefined, { signal });
    }
  }
}

/** A connection that breaks for as long as this is none that another slice would have. */
function lasting(error: unknown, patienceMs: number): unknown {
  if (error instanceof MigrationFailure && error.error.code !== 'CONNECTION_LOST') return error;
  return fail('SERVER_UNREACHABLE', `For ${patienceMs / 1000} s: ${describeError(error)}`, { cause: error });
}

function mayPass(error: unknown): boolean {
  return error instanceof MigrationFailure ? passing.includes(error.error.code) : isConnectionLoss(error);
}
