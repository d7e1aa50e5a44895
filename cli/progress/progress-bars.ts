// A progress bar for each database, on a terminal.
import { MultiBar, type SingleBar } from 'cli-progress';
import { bytes, megabytesPerSecond, timeLeft } from '../screen/numbers';
import type { Screen } from '../screen/screen';
import { doing } from './doing';
import type { DatabaseOverview, ProgressDisplay } from './progress-display';

const framesPerSecond = 10;
const nameWidth = { least: 8, most: 14 };
/** Everything of a line but name and bar: ` 100%  12.3 MB   123 MB/s  100 s  12/12 tables finishing`. */
const restWidth = 57;
const barWidth = { least: 4, most: 30 };

export function progressBars(screen: Screen): ProgressDisplay {
  const bars = new Map<string, SingleBar>();
  const last = new Map<string, DatabaseOverview>();
  let longestName = nameWidth.least;
  const multi = new MultiBar({
    stream: screen.stream,
    fps: framesPerSecond,
    hideCursor: true,
    linewrap: false, // else lines are cut by their length, colour codes included
    gracefulExit: false, // whoever made it ends it, in order
    forceRedraw: true,
    clearOnComplete: true, // with wrapping on again its last drawing would be cut: we write the last state as lines
    format: (_options, { progress }, payload: DatabaseOverview) => line(screen, longestName, progress, payload),
  });
  let stopped = false;
  return {
    update({ databases }) {
      if (stopped) return;
      longestName = Math.min(nameWidth.most, Math.max(longestName, ...databases.map(({ name }) => name.length)));
      for (const database of databases) {
        const bar = bars.get(database.name) ?? multi.create(1, 0, database);
        bars.set(database.name, bar);
        last.set(database.name, database);
        bar.update(fractionOf(database), database);
      }
    },
    stop() {
      if (stopped) return;
      stopped = true;
      multi.stop();
      for (const database of last.values()) screen.say(line(screen, longestName, fractionOf(database), database));
    },
  };
}

/** A database without rows is done when it says so. */
function fractionOf({ state, bytesTotal, bytesCopied }: DatabaseOverview): number {
  if (state === 'Succeeded') return 1;
  return bytesTotal > 0 ? Math.min(1, bytesCopied / bytesTotal) : 0;
}

function line({ width, dim, good }: Screen, longestName: number, progress: number, database: DatabaseOverview): string {
  const { bytesPerSecond, etaSeconds } = database;
  const size = Math.max(barWidth.least, Math.min(barWidth.most, width - 1 - longestName - 1 - restWidth));
  const full = Math.round(progress * size);
  const name = database.name.length > longestName ? `${database.name.slice(0, longestName - 1)}…` : database.name;
  return [
    name.padEnd(longestName),
    `${good('━'.repeat(full))}${dim('─'.repeat(size - full))}`,
    `${Math.floor(progress * 100)}%`.padStart(4),
    ` ${bytes(database.state === 'Succeeded' ? database.bytesTotal : database.bytesCopied).padStart(7)}`,
    ` ${(bytesPerSecond ? megabytesPerSecond(bytesPerSecond) : '').padStart(9)}`,
    ` ${(etaSeconds ? timeLeft(etaSeconds) : '').padStart(5)}`,
    ` ${database.tablesDone}/${database.tablesTotal} tables`.padEnd(14),
    doing(database),
  ].join(' ');
}
