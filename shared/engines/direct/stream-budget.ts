// How much of the heavy work of all databases runs at once in this process.

export interface Budget {
  /** Waits for a place; returns the function that gives it back. Rejects when aborted. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function budget(places: number): Budget {
  let free = places;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) free--;
      else {
        await new Promise<void>((resolve, reject) => {
          const enter = () => {
            signal.removeEventListener('abort', leave);
            resolve();
          };
          const leave = () => {
            waiting.splice(waiting.indexOf(enter), 1);
            reject(signal.reason);
          };
          waiting.push(enter);
          signal.addEventListener('abort', leave, { once: true });
        });
      }
      let given = false;
      return () => {
        if (!given) giveBack();
        given = true;
      };
    },
  };
}

/** One stream uses about a core of each server; more than eight in one Node thread would wait for one another (0.4 GB/s with TLS). */
export const copyStreams = budget(8);
/** Builds on all targets together: they cost memory there (maintenance_work_mem each), nothing here. */
export const indexBuilds = budget(8);
