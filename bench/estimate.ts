/** How near an estimate comes: what it says of each data set, and what the engine then takes for it. */
import { estimateFor } from '../shared/estimate/estimate-for';
import { type DataSet, provideDataSet } from './data-sets/data-sets';
import { connectionTo, ours } from './race/ours';
import { type RaceServers, withServers } from './race/servers';

export interface EstimateBench {
  sets: readonly DataSet[];
  rounds: number;
  size: number;
  sourceMajor: number;
  targetMajor: number;
  /** Folder in which sources are kept. */
  data: string;
  signal: AbortSignal;
}

/** Seconds per round and their ratio, by figure. */
export async function benchEstimate(options: EstimateBench, say: (line: string) => void): Promise<Record<string, number[]>> {
  const { sets, rounds, size, signal } = options;
  const figures: Record<string, number[]> = {};
  const add = (figure: string, value: number) => {
    figures[figure] = [...(figures[figure] ?? []), Number(value.toFixed(2))];
  };
  await withServers(options, async (servers) => {
    for (const set of sets) {
      await provideDataSet(servers.source, set, size);
      for (let round = 0; round < rounds; round++) {
        const { total, measured } = await estimateFor(connectionTo(servers.source), connectionTo(servers.target), [set], signal);
        const seconds = await measureCopy(servers, set, signal);
        say(`  ${set}: estimated ${total.seconds} s (${total.from} to ${total.to}) in ${measured.seconds} s; took ${seconds.toFixed(2)} s`);
        add(`${set}: estimated (s)`, total.seconds);
        add(`${set}: measured (s)`, seconds);
        add(`${set}: estimated / measured`, total.seconds / seconds);
      }
    }
  });
  return figures;
}

async function measureCopy({ source, target, scratch, environment }: RaceServers, database: DataSet, signal: AbortSignal): Promise<number> {
  await target.run('postgres', `DROP DATABASE IF EXISTS "${database}"`);
  await target.run('postgres', 'CHECKPOINT', { as: 'superuser' });
  const begunMs = performance.now();
  await ours('on', undefined).copy({ source, target, database, folder: scratch, environment, cores: 0, signal });
  return (performance.now() - begunMs) / 1000;
}
