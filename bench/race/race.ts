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
  const [first] = contestants.filter(({ name }) => laps.has(name));
  if (first) await warmUp(first, course);
  for (let round = 0; round < rounds; round++) {
    for (const contestant of inTurn(contestants, round)) {
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

/** A new target makes its WAL files with the first rows: that lap is in no figure. Whoever fails it, fails again in the first round. */
async function warmUp(contestant: Contestant, course: Course): Promise<void> {
  try {
    await runLap(contestant, course);
  } catch {
    course.signal.throwIfAborted();
  }
}

/** Each round begins with another one and goes the other way round, so that nobody always comes after the same one. */
function inTurn<T>(all: T[], round: number): T[] {
  const direction = round % 2 ? [...all].reverse() : all;
  const first = Math.floor(round / 2) % all.length;
  return [...direction.slice(first), ...direction.slice(0, first)];
}
