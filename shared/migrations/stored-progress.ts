/** Stores an engine's progress reports: the engine reports often, the store is written at most once per interval. */
import type { DatabaseProgress } from '../domain/migration';
import { writeProgress } from '../state/databases';
import { tellProgress } from '../state/progress-events';
import { atMostEvery } from './at-most-every';

/** People watch progress bars; two seconds is the least that still looks alive (issue: at most one write per 2 s). */
const intervalMs = 2_000;
/** The first numbers are shown soon. */
const firstDelayMs = 200;

export interface StoredProgress {
  report(progress: DatabaseProgress): void;
  /** Writes what was reported last. */
  flush(): Promise<void>;
}

export function storedProgress(migrationId: string, number: number): StoredProgress {
  const { give, flush } = atMostEvery<DatabaseProgress>({ intervalMs, firstDelayMs }, (progress) =>
    // A lost progress row costs nobody anything, and the next one comes soon: what counts is in the engine's ledger on the target.
    store(migrationId, number, progress).catch(() => undefined),
  );
  return { report: give, flush };
}

async function store(migrationId: string, number: number, progress: DatabaseProgress): Promise<void> {
  await writeProgress(migrationId, number, progress);
  await tellProgress(migrationId);
}
