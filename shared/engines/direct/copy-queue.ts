// The tasks of the copy workers of one database, some of which come of others.

import { type Condition, condition } from './condition';
import type { CopySessions } from './copy-tables';

export interface CopyTask {
  /** Streams of the target that it can use. */
  streams: number;
  /** Belongs to a unit that has begun: it is done even when the slice is over. */
  isBegun?: boolean;
  /** `streams`: how many it got, at least one. */
  run(sessions: CopySessions, streams: number): Promise<TaskOutcome>;
  /** What is left of it after `taken`, when the ledger was read again. */
  again(): CopyTask[];
}

/** What is to be done next, before everything else. `taken`: another session has committed some of it, and our sessions are used up. */
export type TaskOutcome = { following: CopyTask[] } | 'taken';

export interface CopyQueue {
  /** Waits while there is none but one may come of those that run. Undefined: there will be none. */
  next(): Promise<CopyTask | undefined>;
  /** For every task that `next` gave. */
  done(following: CopyTask[]): void;
}

export function copyQueue(tasks: CopyTask[]): CopyQueue {
  const waiting = [...tasks];
  const changes: Condition = condition();
  let running = 0;
  return {
    async next() {
      while (!waiting.length && running > 0) await changes.changed();
      const task = waiting.shift();
      if (task) running++;
      return task;
    },
    done(following) {
      running--;
      waiting.unshift(...following);
      changes.notify();
    },
  };
}
