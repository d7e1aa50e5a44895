/** Stores an engine's progress reports, throttled: the engine reports often, the store is written at most once per interval. */
import type { DatabaseProgress } from '../domain/migration';
import { writeProgress } from '../state/databases';
import { tellProgress } from '../state/progress-events';

/** People watch progress bars; two seconds is the least that still looks alive (issue: at most one write per 2 s). */
const intervalMs = 2_000;
/** The first numbers are shown soon. */
const firstDelayMs = 200;

export interface StoredProgress {
  report(progress: DatabaseProgress): void;
  /** Writes what was reported last. Progress is advice: a write that fails is left to the next one. */
  flush(): Promise<void>;
}

export function storedProgress(migrationId: string, number: number): StoredProgress {
  let latest: DatabaseProgress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let delayMs = firstDelayMs;

  const write = () => {
    timer = undefined;
    delayMs = intervalMs;
    const progress = latest;
    latest = undefined;
    // A lost progress row costs nobody anything: what counts is in the engine's ledger on the target.
    if (progress) writing = writing.then(() => store(migrationId, number, progress)).catch(() => undefined);
    return writing;
  };

  return {
    report(progress) {
      latest = progress;
      timer ??= setTimeout(write, delayMs);
    },
    flush() {
      clearTimeout(timer);
      return write();
    },
  };
}

async function store(migrationId: string, number: number, progress: DatabaseProgress): Promise<void> {
  await writeProgress(migrationId, number, progress);
  await tellProgress(migrationId);
}
