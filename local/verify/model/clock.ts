/**
 * A clock that can be put forward for one search case alone: `Date` answers the time of the asynchronous context that asks. The product reads
 * the clock where it has to, so jumps of days must reach it there; timers of Node.js and the stand-ins go on in real time.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Clock {
  offsetMs: number;
}

const contexts = new AsyncLocalStorage<Clock>();
const realDate = globalThis.Date;
const now = () => realDate.now() + (contexts.getStore()?.offsetMs ?? 0);

/** Returns how to take it away again. */
export function installClock(): () => void {
  globalThis.Date = new Proxy(realDate, {
    construct: (target, given, self) => Reflect.construct(target, given.length ? given : [now()], self),
    get: (target, property, self) => (property === 'now' ? now : Reflect.get(target, property, self)),
  });
  return () => {
    globalThis.Date = realDate;
  };
}

export const withClock = <T>(clock: Clock, work: () => Promise<T>): Promise<T> => contexts.run(clock, work);
