// Bytes per second over the last seconds.

const memorySeconds = 5;
/** Less time than this says nothing. */
const leastSeconds = 0.5;

export interface ByteRate {
  add(bytes: number): void;
  /** Undefined until there is something to tell. */
  read(): number | undefined;
}

export function byteRate(nowMs: () => number): ByteRate {
  let lastMs = nowMs();
  let bytes = 0; // both fade, so that their ratio is that of the last seconds
  let seconds = 0;
  return {
    add(count) {
      bytes += count;
    },
    read() {
      const now = nowMs();
      const elapsed = (now - lastMs) / 1000;
      lastMs = now;
      const kept = Math.exp(-elapsed / memorySeconds);
      seconds = seconds * kept + elapsed;
      const rate = seconds >= leastSeconds ? Math.round(bytes / seconds) : 0;
      bytes *= kept;
      return rate > 0 ? rate : undefined;
    },
  };
}
