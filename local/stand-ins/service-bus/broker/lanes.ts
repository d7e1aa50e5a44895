/** The messages of a queue that may be delivered now, in order; those of one session form a lane of their own, so that none waits behind another. */
import type { Entry } from './entry';

export interface Lanes {
  put(lane: string, entry: Entry): void;
  take(lane: string): Entry | undefined;
  remove(lane: string, sequence: number): void;
  /** Lanes that hold messages, the one with the oldest message first. */
  waiting(): string[];
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Entry[]>();

  function forget(lane: string, entries: Entry[]): void {
    if (entries.length === 0) lanes.delete(lane); // sessions come and go; their lanes must not pile up
  }

  return {
    put(lane, entry) {
      const entries = lanes.get(lane) ?? [];
      if (entries.length === 0) lanes.set(lane, entries);
      const last = entries.at(-1);
      if (!last || last.sequence < entry.sequence) entries.push(entry);
      else entries.splice(position(entries, entry.sequence), 0, entry);
    },
    take(lane) {
      const entries = lanes.get(lane);
      const entry = entries?.shift();
      if (entries) forget(lane, entries);
      return entry;
    },
    remove(lane, sequence) {
      const entries = lanes.get(lane);
      if (!entries) return;
      const index = position(entries, sequence);
      if (entries[index]?.sequence === sequence) entries.splice(index, 1);
      forget(lane, entries);
    },
    waiting: () =>
      [...lanes]
        .map(([lane, entries]) => ({ lane, oldest: entries[0]?.sequence ?? 0 }))
        .sort((one, other) => one.oldest - other.oldest)
        .map(({ lane }) => lane),
  };
}

/** Index of the first entry whose sequence number is not smaller. */
function position(entries: readonly Entry[], sequence: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && entry.sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
