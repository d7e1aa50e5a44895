/** The specification's table of durations, read at any size. */
const gigabyte = 1024 ** 3;

/** "Database Size / Approximate Time Taken" of the specification. Not monotonic: it is quoted as it stands. */
const table: readonly [gigabytes: number, hours: number, minutes: number, seconds: number][] = [
  [1, 0, 1, 1],
  [5, 0, 4, 20],
  [10, 0, 8, 29],
  [50, 0, 46, 1],
  [100, 6, 11, 36],
  [500, 9, 28, 13],
  [1000, 9, 25, 54],
];

export const specificationTable = table.map(([gigabytes, hours, minutes, seconds]) => ({
  sizeBytes: gigabytes * gigabyte,
  seconds: (hours * 60 + minutes) * 60 + seconds,
}));

/** In a straight line between two rows; below the first and above the last one at their pace. */
export function specifiedSeconds(sizeBytes: number): number {
  const above = specificationTable.findIndex((row) => row.sizeBytes >= sizeBytes);
  const upper = specificationTable.at(above); // of none above (-1) the last
  const lower = above > 0 ? specificationTable[above - 1] : undefined;
  if (!upper) return 0;
  if (!lower) return (upper.seconds * sizeBytes) / upper.sizeBytes;
  return lower.seconds + ((upper.seconds - lower.seconds) * (sizeBytes - lower.sizeBytes)) / (upper.sizeBytes - lower.sizeBytes);
}
