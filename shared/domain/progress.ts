/** The progress of a whole migration, from that of its databases. */
import type { DatabaseProgress, DatabaseRecord } from './migration';
import { isDatabaseEnd } from './states';

export interface TotalProgress {
  bytesCopied: number;
  bytesTotal: number;
  /** Absent while nothing is copied. */
  bytesPerSecond?: number;
  /** Absent while nobody can tell, or when all have ended. */
  etaSeconds?: number;
}

/** `progress`: by number of the database. Databases are copied side by side: the last one ends the migration. */
export function totalProgress(
  databases: readonly Pick<DatabaseRecord, 'number' | 'state'>[],
  progress: readonly (DatabaseProgress | undefined)[],
): TotalProgress {
  const sum = (of: 'bytesCopied' | 'bytesTotal') => progress.reduce((total, each) => total + (each?.[of] ?? 0), 0);
  const running = databases.filter(({ state }) => !isDatabaseEnd(state)).map(({ number }) => progress[number]);
  const bytesPerSecond = running.reduce((total, each) => total + (each?.bytesPerSecond ?? 0), 0);
  const etas = running.flatMap((each) => each?.etaSeconds ?? []);
  return {
    bytesCopied: sum('bytesCopied'),
    bytesTotal: sum('bytesTotal'),
    ...(bytesPerSecond > 0 ? { bytesPerSecond } : {}),
    ...(etas.length > 0 && etas.length === running.length ? { etaSeconds: Math.max(...etas) } : {}),
  };
}
