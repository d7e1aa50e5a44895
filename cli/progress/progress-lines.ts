// A line for each database whenever it comes to something new, and every few seconds in between; for logs and pipes.
import { bytes, megabytesPerSecond, timeLeft } from '../screen/numbers';
import type { Screen } from '../screen/screen';
import { doing } from './doing';
import type { DatabaseOverview, ProgressDisplay } from './progress-display';

const everyMs = 3_000;

export function progressLines(screen: Screen): ProgressDisplay {
  const last = new Map<string, { doing: string; atMs: number }>();
  return {
    update({ databases }) {
      for (const database of databases) {
        const before = last.get(database.name);
        const now = doing(database);
        const atMs = performance.now();
        const isNews = before ? before.doing !== now : now !== 'waiting';
        if (!isNews && (!before || now === 'done' || atMs - before.atMs < everyMs)) continue;
        last.set(database.name, { doing: now, atMs });
        screen.say(line(database, now));
      }
    },
    stop() {},
  };
}

function line(database: DatabaseOverview, now: string): string {
  const { name, bytesCopied, bytesTotal, tablesDone, tablesTotal, bytesPerSecond, etaSeconds } = database;
  const parts = [`${name}: ${now}`];
  if (tablesTotal > 0) parts.push(`${bytes(bytesCopied)} of ${bytes(bytesTotal)}`, `${tablesDone} of ${tablesTotal} tables`);
  if (bytesPerSecond) parts.push(megabytesPerSecond(bytesPerSecond));
  if (etaSeconds) parts.push(`${timeLeft(etaSeconds)} to go`);
  return `  ${parts.join(', ')}`;
}
