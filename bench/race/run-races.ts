/** Races over several data sets between two servers of this machine. */
import { availableParallelism } from 'node:os';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import type { DataSet } from '../data-sets/data-sets';
import type { Contestant } from './contestant';
import { contestants, toolVersions } from './contestants';
import { canMeasureCpu } from './cpu';
import { type RaceResult, race } from './race';
import { raceTable } from './race-table';
import { type ServersWanted, withServers } from './servers';

export interface RacesOptions extends ServersWanted {
  sets: DataSet[];
  rounds: number;
  /** Names of contestants; undefined: all. */
  only?: string[];
  pgcopydb?: string;
  profile?: string;
  say(line: string): void;
}

export interface Races {
  source: string;
  target: string;
  tools: Record<string, string>;
  size: number;
  sets: Record<string, RaceResult>;
}

/** A typical lap on two cores at size 1, with what comes before and after it. */
const lapSeconds: Record<DataSet, number> = { big: 17, wide: 18, pgbench: 12, many: 14 };

export async function runRaces(options: RacesOptions): Promise<Races> {
  const { sets, rounds, size, only, sourceMajor, signal, pgcopydb, profile, say } = options;
  const cores = availableParallelism();
  const chosen = choose(contestants({ cores, sourceMajor, pgcopydb, profileFolder: profile }), only);
  return withServers(options, async (servers) => {
    const source = await versionOf(servers.source);
    const target = await versionOf(servers.target);
    say(
      `PostgreSQL ${source} to ${target}, size ${size}; about ${minutes(sets, chosen, rounds, size)} min, and a minute per data set that is made`,
    );
    if (!canMeasureCpu) say('CPU time is not measured: only Linux tells it by process.');
    const results: Record<string, RaceResult> = {};
    for (const set of sets) {
      const result = await race(servers, chosen, { set, size, rounds, cores, signal, say });
      for (const line of raceTable(result)) say(line);
      results[set] = result;
    }
    return { source, target, tools: toolVersions(pgcopydb), size, sets: results };
  });
}

function choose(all: Contestant[], only: string[] | undefined): Contestant[] {
  const unknown = only?.find((name) => !all.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`There is no contestant '${unknown}'. There are: ${all.map(({ name }) => name).join(', ')}.`);
  return only ? all.filter(({ name }) => only.includes(name)) : all;
}

async function versionOf(server: PostgresServer): Promise<string> {
  const [row] = await server.run<{ server_version: string }>('postgres', 'SHOW server_version');
  return row?.server_version ?? 'unknown';
}

function minutes(sets: DataSet[], chosen: Contestant[], rounds: number, size: number): number {
  const overheadSeconds = 2; // of a lap, however small its database
  const laps = chosen.filter(({ missing }) => !missing).length * rounds;
  const seconds = sets.reduce((sum, set) => sum + laps * (overheadSeconds + lapSeconds[set] * size), 0);
  return Math.max(1, Math.round(seconds / 60));
}
