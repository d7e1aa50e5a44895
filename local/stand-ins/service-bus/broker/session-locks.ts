/** Which receiver holds which session, and until when. In memory only, like the locks on messages. */
import { AmqpFault } from '../fault';

export interface SessionLocks {
  isFree(session: string): boolean;
  lock(session: string, holder: object): number;
  renew(session: string): number;
  lockedUntil(session: string): number;
  /** The holder, or the fault that a client gets whose session is not locked any more. */
  holder(session: string): object;
  release(session: string, holder: object): void;
  stop(): void;
}

interface SessionLock {
  readonly holder: object;
  readonly lockedUntil: number;
  readonly timer: NodeJS.Timeout;
}

export function createSessionLocks(lockDurationMs: number, onExpired: (session: string, holder: object) => void): SessionLocks {
  const locks = new Map<string, SessionLock>();

  function get(session: string): SessionLock {
    const lock = locks.get(session);
    if (lock) return lock;
    throw new AmqpFault(
      'com.microsoft:session-lock-lost',
      `The lock on session '${session}' has expired or was given back. Accept the session again.`,
    );
  }

  function hold(session: string, holder: object): number {
    clearTimeout(locks.get(session)?.timer);
    const timer = setTimeout(() => {
      locks.delete(session);
      onExpired(session, holder);
    }, lockDurationMs).unref();
    const lockedUntil = Date.now() + lockDurationMs;
    locks.set(session, { holder, lockedUntil, timer });
    return lockedUntil;
  }

  return {
    isFree: (session) => !locks.has(session),
    lock(session, holder) {
      if (locks.has(session)) {
        const description = `The requested session '${session}' cannot be accepted. It may be locked by another receiver.`;
        throw new AmqpFault('com.microsoft:session-cannot-be-locked', description);
      }
      return hold(session, holder);
    },
    renew: (session) => hold(session, get(session).holder),
    lockedUntil: (session) => get(session).lockedUntil,
    holder: (session) => get(session).holder,
    release(session, holder) {
      const lock = locks.get(session);
      if (lock?.holder !== holder) return;
      clearTimeout(lock.timer);
      locks.delete(session);
    },
    stop() {
      for (const lock of locks.values()) clearTimeout(lock.timer);
      locks.clear();
    },
  };
}
