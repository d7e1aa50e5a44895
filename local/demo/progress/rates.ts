// From what the service tells of its databases again and again to how fast they go.
import type { Overview } from '../client/migration-client';

export type DatabaseOverview = Overview['databases'][number];

export interface Pace {
  bytesPerSecond: number;
  /** Undefined while nothing moves, or when all is copied. */
  timeLeftMs?: number;
}

const windowMs = 3_000; // short enough to follow a change, long enough to be calm

/** Returns a function that takes each new reading of a database and answers its pace over the last seconds. */
export function paceMeter(now: () => number = () => performance.now()): (database: DatabaseOverview) => Pace {
  const readings = new Map<string, { atMs: number; copied: number }[]>();
  return ({ name, bytesCopied, bytesTotal }) => {
    const atMs = now();
    const recent = [...(readings.get(name) ?? []), { atMs, copied: bytesCopied }].filter((reading) => atMs - reading.atMs <= windowMs);
    readings.set(name, recent);
    const oldest = recent[0];
    if (!oldest || oldest.atMs === atMs) return { bytesPerSecond: 0 };
    const bytesPerSecond = Math.max(0, ((bytesCopied - oldest.copied) * 1000) / (atMs - oldest.atMs));
    const left = bytesTotal - bytesCopied;
    return { bytesPerSecond, ...(bytesPerSecond > 0 && left > 0 ? { timeLeftMs: (left / bytesPerSecond) * 1000 } : {}) };
  };
}
