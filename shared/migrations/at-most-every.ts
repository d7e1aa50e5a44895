/** Writes the newest of what it is given often, at most once per interval. */

export interface Paced<Value> {
  /** Cheap: only the last one before a write counts. */
  give(value: Value): void;
  /** Writes what was given since the last write, at once: the one write that may come early. */
  flush(): Promise<void>;
}

/** One write at a time; `write` must not throw. The first one comes after `firstDelayMs`. */
export function atMostEvery<Value>(
  { intervalMs, firstDelayMs }: { intervalMs: number; firstDelayMs: number },
  write: (value: Value) => Promise<void>,
): Paced<Value> {
  let latest: { value: Value } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let notBeforeMs = Date.now() + firstDelayMs;

  function writeLatest(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const given = latest;
    latest = undefined;
    if (!given) return writing;
    notBeforeMs = Date.now() + intervalMs;
    writing = writing.then(() => write(given.value));
    return writing;
  }

  return {
    give(value) {
      latest = { value };
      timer ??= setTimeout(writeLatest, Math.max(0, notBeforeMs - Date.now()));
    },
    flush: writeLatest,
  };
}
