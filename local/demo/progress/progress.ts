// Shows how the databases get on: bars on a terminal, else a line for each every few seconds.
import type { Overview } from '../client/migration-client';
import type { Screen } from '../screen/screen';
import { progressBars } from './progress-bars';
import { progressLines } from './progress-lines';

export interface ProgressDisplay {
  update(overview: Overview): void;
  /** Repeatable; leaves the last state on the screen. */
  stop(): void;
}

export function showProgress(screen: Screen): ProgressDisplay {
  return screen.interactive ? progressBars(screen) : progressLines(screen);
}
