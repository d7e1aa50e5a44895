// What shows how the databases get on, whatever it writes to.
import type { Overview } from '../client/answers';

export type DatabaseOverview = Overview['databases'][number];

export interface ProgressDisplay {
  update(overview: Overview): void;
  /** Repeatable; leaves the last state on the screen. */
  stop(): void;
}
