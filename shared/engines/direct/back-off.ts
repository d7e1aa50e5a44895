// How long to wait before something is tried again.

export interface BackOff {
  firstMs: number;
  longestMs: number;
}

/** Doubles with each try (from 1 on) up to the longest, less up to a half by chance: many that failed together don't come back together. */
export function backOffMs(attempt: number, { firstMs, longestMs }: BackOff, random: () => number = Math.random): number {
  const whole = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  return Math.round(whole * (1 - random() / 2));
}
