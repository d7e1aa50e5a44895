/** Advice that the specification gives by hand, derived from what was found on the source. */
import type { SourceFacts } from './migration';

const gigabyte = 1024 ** 3;
/** "Seed recommends <= 1 TB per database" (azure-apis.md 5.6). */
const largeDatabaseBytes = 1024 * gigabyte;

/** The specification's own measurements: gigabytes, and seconds for them. They do not grow evenly; they are quoted, not improved. */
const durations: readonly (readonly [gigabytes: number, seconds: number])[] = [
  [1, 61],
  [5, 260],
  [10, 509],
  [50, 2_761],
  [100, 22_296],
  [500, 34_093],
  [1000, 33_954],
];

/** Seconds for a database of that size, between the lines of the specification's table; above its end in proportion to it. */
export function specifiedDurationSeconds(sizeBytes: number): number {
  const gigabytes = sizeBytes / gigabyte;
  let [belowGigabytes, belowSeconds] = [0, 0];
  for (const [aboveGigabytes, aboveSeconds] of durations) {
    if (gigabytes <= aboveGigabytes) {
      const share = (gigabytes - belowGigabytes) / (aboveGigabytes - belowGigabytes);
      return Math.round(belowSeconds + share * (aboveSeconds - belowSeconds));
    }
    [belowGigabytes, belowSeconds] = [aboveGigabytes, aboveSeconds];
  }
  return Math.round((gigabytes / belowGigabytes) * belowSeconds);
}

/** What to mind about the source, and what of it is not migrated. */
export function sourceWarnings({ readOnly, sizes, logins, groups, parameters }: SourceFacts): string[] {
  const large = sizes.filter(({ sizeBytes }) => sizeBytes > largeDatabaseBytes);
  const total = sizes.reduce((sum, { sizeBytes }) => Math.max(sum, specifiedDurationSeconds(sizeBytes)), 0);
  return [
    ...large.map(
      ({ name, sizeBytes }) => `Database '${name}' has ${(sizeBytes / gigabyte).toFixed(0)} GB; at most 1 TB per database is recommended.`,
    ),
    ...(readOnly
      ? []
      : ['The source accepts writes: set default_transaction_read_only to on, and stop the applications, until the migration has ended.']),
    ...(sizes.length ? [`By the specification's table the largest database takes about ${clock(total)} (hh:mm:ss) in Azure.`] : []),
    `Not migrated: users and roles (${logins} logins and ${groups} other roles on the source), their grants and permissions.`,
    `Not migrated: server parameters${parameters.length ? ` (changed on the source: ${parameters.join(', ')})` : ''}, firewall rules, connection security and tags.`,
  ];
}

const clock = (seconds: number) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
