/** How much the databases need on the target at most: while the last of them is complete and nothing is dropped yet. */
import type { DatabaseSize, TargetFacts } from '../types';

/** Two builds at once in each database, whose sorted rows lie on the disk beside the index that they become. */
const buildsAtOnce = 2;
/** Checkpoints follow at their own pace: the log may be longer than its setting for a while. */
const walOverrun = 1.5;

export function peakStorageBytes(databases: readonly DatabaseSize[], { maxWalBytes }: TargetFacts): number {
  const written = databases.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const replaced = databases.reduce((sum, { replacedBytes }) => sum + replacedBytes, 0);
  const sorted = databases.reduce((sum, database) => sum + largestIndexes(database), 0);
  return Math.round(written + replaced + sorted + Math.min(written, maxWalBytes * walOverrun));
}

function largestIndexes({ tables }: DatabaseSize): number {
  const sizes = tables.flatMap(({ indexes }) => indexes.map(({ bytes }) => bytes)).sort((one, other) => other - one);
  return sizes.slice(0, buildsAtOnce).reduce((sum, bytes) => sum + bytes, 0);
}
