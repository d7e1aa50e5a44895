/** All contestants copy the same database in turn, round after round, so that what disturbs the machine disturbs them alike. */
import { type DataSet, provideDataSet } from '../data-sets/data-sets';
import { contentOf } from './content';
import type { Contestant } from './contestant';
import { type Course, type LapFigures, runLap } from './lap';
import type { RaceServers } from './servers';
import { type Ratio, ratiosOf, type Standing, standingOf } from './standings';

export interface RaceOptions {
  set: DataSet;
  size: number;
  rounds: number;
  cores: number;
  signal: AbortSignal;
  say(line: string): void;
}

export interface RaceResult {
  sizeMB: number;
  rounds: number;
  contestants: Record<string, Standing & { what: string }>;
  ratios: Ratio[];
  /** Who did not take part, with the reason. */
  absent: Record<string, string>;
  /** Whose copy failed or was not complete; they are in no figure. */
  failed: Record<string, string>;
}

export async function race(servers: RaceServers, contestants: Contestant[], options: RaceOptions): Promise<RaceResult> {
  const { set, size, rounds, cores, signal, say } = options;
  const { made } = await provideDataSet(servers.source, set, size);
  const [database] = await servers.source.run<{ bytes: string }>('postgres', `SELECT pg_catalog.pg_database_size('${set}') AS bytes`);
  const sizeMB = Math.round(Number(database?.bytes) / 1_000_000);
  say(`${set}: ${sizeMB} MB${made ? ', made now' : ''}`);
  const content = await contentOf(servers.source, set); // reads all of it: nobody is the first who has to
  const course: Course = { ...servers, database: set, content, cores, signal };

  const absent: Record<string, string> = {};
  const failed: Record<string, string> = {};
  const laps = new Map<string, LapFigures[]>();
  for (const { name, missing, unfitFor } of contestants) {
    const reason = missing ?? unfitFor?.[set];
    if (reason) absent[name] = reason;
    else laps.set(name, []);
  }
  for (let round = 0; round < rounds; round++) {
    for (const contestant of rotated(contestants, round)) {
      const before = laps.get(contestant.name);
      if (!before) continue;
      try {
        const figures = await runLap(contestant, course);
        before.push(figures);
        say(`  round ${round + 1} of ${rounds}  ${contestant.name.padEnd(16)} ${figures.wallSeconds.toFixed(2)} s`);
      } catch (error) {
        signal.throwIfAborted();
        laps.delete(contestant.name); // what it did before it failed is no result
        failed[contestant.name] = error instanceof Error ? error.message : String(error);
        say(`  round ${round + 1} of ${rounds}  ${contestant.name.padEnd(16)} failed`);
      }
    }
  }
  const standings = contestants.flatMap(({ name, what }) => {
    const figures = laps.get(name);
    return figures ? [[name, { what, ...standingOf(figures) }] as const] : [];
  });
  return { sizeMB, rounds, contestants: Object.fromEntries(standings), ratios: ratiosOf(laps), absent, failed };
}

/** Nobody always comes after the same one. */
function rotated<T>(all: T[], by: number): T[] {
  const first = by % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}
