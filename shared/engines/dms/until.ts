// Waits, within limits, for what Azure does in its own time and tells nobody of.
import { setTimeout as delay } from 'node:timers/promises';

const firstMs = 500;
const longestMs = 10_000;

/** False: it has not come true in that time. */
export async function until(isTrue: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + patienceMs;
  for (let waitMs = firstMs; ; waitMs = Math.min(2 * waitMs, longestMs)) {
    if (await isTrue()) return true;
    if (Date.now() + waitMs > giveUpAt) return false;
    await delay(waitMs);
  }
}
