/** Ctrl-C ends a measurement in order: everything it started is ended before this process is. */
import { setMaxListeners } from 'node:events';

export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Throws Interrupted when that is why the measurement failed. */
export async function interruptible<T>(measure: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  setMaxListeners(0, interrupt.signal); // each tool that runs is one
  const onSignal = () => interrupt.abort(new Interrupted());
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await measure(interrupt.signal);
  } catch (error) {
    interrupt.signal.throwIfAborted();
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
