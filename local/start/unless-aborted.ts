// Waits for something, or for the signal to give up.
import { addAbortListener } from 'node:events';

export async function unlessAborted<T>(awaited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return awaited;
  signal.throwIfAborted();
  let listener: Disposable | undefined;
  const aborted = new Promise<never>((_, fail) => {
    listener = addAbortListener(signal, () => fail(signal.reason));
  });
  try {
    return await Promise.race([awaited, aborted]);
  } finally {
    listener?.[Symbol.dispose]();
  }
}
