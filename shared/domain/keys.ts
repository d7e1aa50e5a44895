/**
 * Row keys of the table `migrations`: the kind first, then the migration. What a GET shows of a migration begins with the key of its record,
 * so that it is one range (docs/decisions.md).
 */

/** Keys may not hold `/ \ # ?` nor control characters; everything unusual becomes `_<hex>_`. */
export const encodeKey = (text: string) => text.replace(/[^A-Za-z0-9.-]/gu, (char) => `_${char.codePointAt(0)?.toString(16)}_`);

/** Where events go: each sink has its own place in the outbox, so that none waits for another. */
export type EventSink = 'serviceBus' | 'eventGrid';

const padded = (number: number, digits: number) => String(number).padStart(digits, '0');

/** Sorts newest first: the milliseconds that are left until the year 5138. */
export const invertedTime = (time: Date) => padded(99_999_999_999_999 - time.getTime(), 14);

export const rowKeys = {
  record: (id: string) => `r|${id}`,
  control: (id: string) => `c|${id}`,
  /** Migration names are unique per target, case-insensitively. */
  name: (name: string) => `m|${encodeKey(name.toLowerCase())}`,
  list: (createdOn: Date, id: string) => `i|${invertedTime(createdOn)}|${id}`,
  database: (id: string, number: number) => `r|${id}|d|${number}`,
  progress: (id: string, number: number) => `r|${id}|p|${number}`,
  event: (id: string, sequence: number) => `e|${id}|${padded(sequence, 6)}`,
  /** How far one sink has got with a migration's events. */
  outbox: (id: string, sink: EventSink) => `o|${id}|${sink}`,
  /** Who wants to be called back when an approval is asked for. */
  callbacks: (id: string) => `s|${id}`,
  /** Database names are case-sensitive in PostgreSQL; so is the claim. */
  claim: (database: string) => `k|${encodeKey(database)}`,
  wait: (id: string, round: number) => `r|${id}|w|${padded(round, 6)}`,
  cleanUp: (id: string, key: string) => `r|${id}|l|${encodeKey(key)}`,
} as const;

/** Prefixes for range reads of one migration's rows of a kind. */
export const rowPrefixes = {
  list: 'i|',
  /** The record itself and all that a GET shows; the record comes first. */
  view: (id: string) => `r|${id}`,
  databases: (id: string) => `r|${id}|d|`,
  progress: (id: string) => `r|${id}|p|`,
  events: (id: string) => `e|${id}|`,
  waits: (id: string) => `r|${id}|w|`,
  cleanUp: (id: string) => `r|${id}|l|`,
} as const;
