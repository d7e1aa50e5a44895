// Opens a session on a server that may be restarting or full just now.
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, MigrationFailure } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';

/** A fail-over of Flexible Server takes 60 to 120 seconds (its documentation, "High availability"). */
const patienceMs = 120_000;
const firstDelayMs = 100;
const longestDelayMs = 5_000;
const passing: readonly ErrorCode[] = ['SERVER_UNREACHABLE', 'TOO_MANY_CONNECTIONS', 'CONNECTION_LOST'];

/** Repeats `open` while its failure is of the kind that passes; then throws the last one. */
export async function patiently<Session>(signal: AbortSignal, open: () => Promise<Session>): Promise<Session> {
  const giveUpAt = Date.now() + patienceMs;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(2 * delayMs, longestDelayMs)) {
    try {
      return await open();
    } catch (error) {
      if (signal.aborted || !mayPass(error) || Date.now() + delayMs > giveUpAt) throw error;
      await delay(delayMs, undefined, { signal });
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof MigrationFailure ? passing.includes(error.error.code) : isConnectionLoss(error);
}
