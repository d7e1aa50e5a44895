// A number of places for work that may not run all at once.

export interface Budget {
  /** Waits for a place; then takes as many as are free, up to `atMost`. Rejects when aborted. */
  take(signal: AbortSignal, atMost?: number): Promise<Places>;
  /** What was taken stays taken. */
  resize(places: number): void;
  readonly places: number;
  readonly taken: number;
}

export interface Places {
  count: number;
  giveBack(): void;
}

export function budget(initial: number): Budget {
  let places = initial;
  let taken = 0;
  const waiting: (() => void)[] = [];
  const admit = () => {
    while (waiting.length && taken < places) waiting.shift()?.();
  };
  const enter = (atMost: number): Places => {
    let count = Math.min(atMost, places - taken);
    taken += count;
    return {
      count,
      giveBack() {
        taken -= count;
        count = 0;
        admit();
      },
    };
  };
  return {
    take: (signal, atMost = 1) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (taken < places) return resolve(enter(atMost));
        const come = () => {
          signal.removeEventListener('abort', leave);
          resolve(enter(atMost));
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(come), 1);
          reject(signal.reason);
        };
        waiting.push(come);
        signal.addEventListener('abort', leave, { once: true });
      }),
    resize(now) {
      places = now;
      admit();
    },
    get places() {
      return places;
    },
    get taken() {
      return taken;
    },
  };
}
