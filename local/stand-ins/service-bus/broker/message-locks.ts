/** Locks on delivered messages. They live in memory only: after a restart every unsettled message is available again. */
import { randomBytes } from 'node:crypto';
import { AmqpFault } from '../fault';
import type { Entry } from './entry';

export interface MessageLock {
  readonly token: string;
  readonly entry: Entry;
  readonly lockedUntil: number;
  /** Set when the message is held under a session's lock, which then decides instead of a time of its own. */
  readonly sessionHolder?: object;
}

export interface MessageLocks {
  lock(entry: Entry): MessageLock;
  lockInSession(entry: Entry, sessionHolder: object, lockedUntil: number): MessageLock;
  /** The lock, or the fault that the client gets for a token that is not valid any more. */
  get(token: string): MessageLock;
  renew(token: string): number;
  release(token: string): void;
  isLocked(sequence: number): boolean;
  heldBy(sessionHolder: object): MessageLock[];
  stop(): void;
}

export function createMessageLocks(lockDurationMs: number, onExpired: (lock: MessageLock) => void): MessageLocks {
  const locks = new Map<string, MessageLock>();
  const timers = new Map<string, NodeJS.Timeout>();
  const lockedSequences = new Set<number>();

  function get(token: string): MessageLock {
    const lock = locks.get(token);
    if (lock) return lock;
    const reason = 'Either the lock expired, or the message has already been removed from the queue.';
    throw new AmqpFault('com.microsoft:message-lock-lost', `The lock supplied is invalid. ${reason}`);
  }

  function keep(lock: MessageLock): MessageLock {
    locks.set(lock.token, lock);
    lockedSequences.add(lock.entry.sequence);
    return lock;
  }

  function arm(token: string): void {
    clearTimeout(timers.get(token));
    const timer = setTimeout(() => onExpired(get(token)), lockDurationMs);
    timers.set(token, timer.unref());
  }

  return {
    get,
    lock(entry) {
      const lock = keep({ token: newToken(), entry, lockedUntil: Date.now() + lockDurationMs });
      arm(lock.token);
      return lock;
    },
    lockInSession: (entry, sessionHolder, lockedUntil) => keep({ token: newToken(), entry, lockedUntil, sessionHolder }),
    renew(token) {
      const lock = get(token);
      if (lock.sessionHolder) throw new AmqpFault('amqp:not-allowed', 'A message of a session is renewed with its session, not by itself.');
      arm(token);
      return keep({ ...lock, lockedUntil: Date.now() + lockDurationMs }).lockedUntil;
    },
    release(token) {
      clearTimeout(timers.get(token));
      timers.delete(token);
      lockedSequences.delete(get(token).entry.sequence);
      locks.delete(token);
    },
    isLocked: (sequence) => lockedSequences.has(sequence),
    heldBy: (sessionHolder) => [...locks.values()].filter((lock) => lock.sessionHolder === sessionHolder),
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      locks.clear();
      lockedSequences.clear();
    },
  };
}

const newToken = () => randomBytes(16).toString('hex');
