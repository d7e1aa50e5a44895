/** Wakes at points in time that may be weeks away; Node's own timers end at 24.8 days. */

/** The longest delay that setTimeout takes without firing at once. */
const maxDelayMs = 2 ** 31 - 1;

export interface Alarms {
  /** Calls back at that time, or at once if it has passed. A key may have one alarm. */
  set(group: string, key: number, at: Date, callback: () => void): void;
  clear(group: string): void;
  clearAll(): void;
}

export function createAlarms(): Alarms {
  const groups = new Map<string, Map<number, NodeJS.Timeout>>();

  function set(group: string, key: number, at: Date, callback: () => void): void {
    const timers = groups.get(group) ?? new Map<number, NodeJS.Timeout>();
    groups.set(group, timers);
    clearTimeout(timers.get(key));
    const delayMs = Math.max(0, at.getTime() - Date.now());
    const ring = (): void => {
      timers.delete(key);
      if (delayMs > maxDelayMs) set(group, key, at, callback);
      else callback();
    };
    timers.set(key, setTimeout(ring, Math.min(delayMs, maxDelayMs)));
  }

  function clear(group: string): void {
    for (const timer of groups.get(group)?.values() ?? []) clearTimeout(timer);
    groups.delete(group);
  }

  return {
    set,
    clear,
    clearAll() {
      for (const group of [...groups.keys()]) clear(group);
    },
  };
}
