// Answers a call as Azure does when it fails in this way.
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Request } from '../../http/messages';
import { armError } from '../errors';
import type { Fault } from './faults';

/** Longer than any client waits. */
const heldSeconds = 600;

/** Without doing what was asked, but for a lost response: that is done first. */
export async function applyFault(fault: Fault, request: Request, perform: () => Promise<Answer>, denied: () => Answer): Promise<Answer> {
  switch (fault.kind) {
    case 'throttle':
      return {
        ...armError(429, 'TooManyRequests', 'The request is being throttled as the limit has been reached for operations of this type.'),
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      };
    case 'serverError':
      return fault.status === 500
        ? armError(500, 'InternalServerError', 'An unexpected error occurred while processing the request.')
        : armError(fault.status, 'ServiceUnavailable', 'The service is temporarily unavailable. Please retry the request.');
    case 'denial':
      return denied();
    case 'timeout':
      await held(fault.holdSeconds ?? heldSeconds, request);
      return { status: 504, lost: true };
    case 'lostResponse': {
      const answer = await perform();
      await held(fault.holdSeconds ?? 0, request);
      return { ...answer, lost: true };
    }
  }
}

/** Resolves at the latest when the client has gone. */
async function held(seconds: number, { gone }: Request): Promise<void> {
  if (seconds === 0) return;
  try {
    await delay(seconds * 1000, undefined, { signal: gone });
  } catch (error) {
    if (!gone.aborted) throw error;
  }
}
