/** Why a migration waits for a person, and what ends each wait (DESIGN 3, Waits). */
import type { ExistingDatabase } from './migration';

export const waitKinds = ['replication', 'databases', 'overwrite', 'scheduling', 'window'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** What pre-flight found to be missing; the wait that is opened for it shows this. */
export type Need =
  | { kind: 'replication' }
  | { kind: 'databases' }
  | { kind: 'overwrite'; databases: ExistingDatabase[] }
  | { kind: 'scheduling' }
  /** Until the migration window begins, or somebody starts earlier. */
  | { kind: 'window'; startsOn: string };

/** A window that begins ends its wait with the copy; any other wait that nobody ended gives up. */
export const goesOnWhenExpired = (kind: WaitKind): boolean => kind === 'window';

/**
 * `changed`: something else was changed on which the wait rests; pre-flight looks again. `begun`: the window opened.
 * `expired` and `cancelled` end the migration.
 */
export type WaitOutcome =
  | { kind: 'decided'; decision: 'answered' | 'overwrite' | 'cancel' | 'changed'; by?: string; reason?: string }
  | { kind: 'begun' }
  | { kind: 'expired' }
  | { kind: 'cancelled' };

/** The migration goes on after it; else it ends. */
export const goesOn = (outcome: WaitOutcome): boolean =>
  outcome.kind === 'begun' || (outcome.kind === 'decided' && outcome.decision !== 'cancel');

/** Row `r|id|w|round`. */
export interface WaitRow {
  migrationId: string;
  waitId: string;
  kind: WaitKind;
  round: number;
  openedOn: string;
  /** The final timer: for a window its beginning, else the end of patience. */
  expiresOn: string;
  /** One hash over all databases shown; empty for waits that show none. */
  fingerprint: string;
  /** What the person is shown, and what an approval covers. */
  databases: ExistingDatabase[];
  outcome?: WaitOutcome;
  endedOn?: string;
  seenOn?: string;
}
