/** Runs activities, at most so many at once; the others wait in the order in which they were scheduled. */

export interface ActivityPump {
  add(run: () => Promise<void>): void;
  /** Starts nothing any more; what runs is left to itself. */
  stop(): void;
}

export function createActivityPump(maxConcurrent: number): ActivityPump {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let isStopped = false;

  function pump(): void {
    while (!isStopped && running < maxConcurrent) {
      const next = waiting.shift();
      if (!next) return;
      running++;
      void next().finally(() => {
        running--;
        pump();
      });
    }
  }

  return {
    add(run) {
      waiting.push(run);
      pump();
    },
    stop() {
      isStopped = true;
      waiting.length = 0;
    },
  };
}
