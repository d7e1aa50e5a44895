// Lets one task of a kind run at a time; the others wait in order.

/** The returned function runs the task when its turn comes. A task whose signal is aborted while it waits never runs, and rejects at once. */
export function oneAtATime(): <T>(signal: AbortSignal, task: () => Promise<T>) => Promise<T> {
  let last: Promise<void> = Promise.resolve();
  return async <T>(signal: AbortSignal, task: () => Promise<T>) => {
    const before = last;
    let done: () => void = () => {};
    last = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await unlessAborted(before, signal);
      return await task();
    } finally {
      void before.then(done); // who gave up waiting must not let the next one in early
    }
  };
}

async function unlessAborted(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const settled = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: settled.signal });
  });
  try {
    await Promise.race([turn, aborted]);
  } finally {
    settled.abort();
  }
}
