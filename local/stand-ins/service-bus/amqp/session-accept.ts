/** Accepting a session: a named one at once, or the next free one that has messages, for which the answer to the attach waits. */
import type { Sender } from 'rhea';
import type { Queue } from '../broker/queue';
import { AmqpFault, describeFault } from '../fault';
import { holdAttach, releaseAttach } from './rhea-internals';

export const sessionFilterName = 'com.microsoft:session-filter';
const timeoutPropertyName = 'com.microsoft:timeout';

/** The service's own limit for clients that name none. */
const defaultWaitMs = 60_000;

/** The answer must come before the client's own timer fires. */
const shareOfClientTimeout = 0.9;

export interface Acceptance {
  cancel(): void;
}

export const wantsSession = (sender: Sender): boolean => sessionFilterName in (sender.source?.filter ?? {});

/**
 * Calls `accepted` with the session, at once or later; `ended` when the wait is over without one. Throws if a named session is not free.
 * Returns what ends the wait when the client goes away, if there is a wait.
 */
export function acceptSession(
  queue: Queue,
  sender: Sender,
  accepted: (session: string) => void,
  ended: () => void,
): Acceptance | undefined {
  const wanted = wantedSession(sender) ?? queue.freeSession();
  if (wanted !== undefined) {
    accepted(wanted);
    return undefined;
  }
  const waiter = (session: string) => {
    clearTimeout(timer);
    accepted(session);
    releaseAttach(sender);
  };
  const timer = setTimeout(() => {
    queue.waiters.delete(waiter);
    ended();
    sender.close(
      describeFault(new AmqpFault('com.microsoft:timeout', 'No session with messages became free within the time of the request.')),
    );
    releaseAttach(sender);
  }, waitMs(sender)).unref();
  holdAttach(sender);
  queue.waiters.add(waiter);
  return {
    cancel() {
      clearTimeout(timer);
      queue.waiters.delete(waiter);
      releaseAttach(sender); // a detach may only follow an attach
    },
  };
}

/** The filter's value: a session id, or null for any. Clients send it plain or as a described value. */
function wantedSession(sender: Sender): string | undefined {
  const filter: unknown = sender.source.filter?.[sessionFilterName];
  const value: unknown = filter !== null && typeof filter === 'object' && 'value' in filter ? filter.value : filter;
  return value === null || value === undefined ? undefined : String(value);
}

function waitMs(sender: Sender): number {
  const given = Number(sender.properties?.[timeoutPropertyName] ?? defaultWaitMs);
  return Math.min(Number.isFinite(given) ? given : defaultWaitMs, defaultWaitMs) * shareOfClientTimeout;
}
