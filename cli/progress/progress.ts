// Shows how the databases get on: bars on a terminal, else a line for each every few seconds.
import type { Screen } from '../screen/screen';
import { progressBars } from './progress-bars';
import type { ProgressDisplay } from './progress-display';
import { progressLines } from './progress-lines';

export function showProgress(screen: Screen): ProgressDisplay {
  return screen.interactive ? progressBars(screen) : progressLines(screen);
}
