// Where the command that completes a database waits for the mover, and the mover for the command.
import { EventEmitter, once } from 'node:events';

/** Answers why it cannot be completed; undefined: it is. */
export type Answer = (problem?: string) => void;

export interface CompletionDesk {
  /** Resolves to why not, if so. */
  request(): Promise<string | undefined>;
  /** What was requested since, waiting for the first one up to that time. Rejects when the signal aborts. */
  take(waitMs: number, signal: AbortSignal): Promise<Answer[]>;
  /** Nothing is completed any more; requests are answered with this. */
  close(problem: string): void;
}

export function completionDesk(): CompletionDesk {
  const bell = new EventEmitter();
  let waiting: Answer[] = [];
  let closed: string | undefined;
  const takeAll = () => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  return {
    request: () =>
      new Promise((settle) => {
        if (closed !== undefined) return settle(closed);
        waiting.push(settle);
        bell.emit('request');
      }),
    async take(waitMs, signal) {
      signal.throwIfAborted();
      if (waiting.length === 0) {
        const patience = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
        await once(bell, 'request', { signal: patience }).catch(() => signal.throwIfAborted()); // else it is only the time that is up
      }
      return takeAll();
    },
    close(problem) {
      closed ??= problem;
      for (const answer of takeAll()) answer(problem);
    },
  };
}
