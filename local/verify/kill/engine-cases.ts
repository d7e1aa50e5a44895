/** Runs the cases of the engine, pair after pair, and counts what was covered. */
import { type EngineCase, engineCases, type Pair } from './cases';
import { runEngineCase } from './engine-case';
import { type EngineWorld, openEngineWorld } from './engine-world';

const nameOf = ({ source, target }: Pair) => `${source}->${target}`;

export interface Covered {
  failures: string[];
  /** `what x how often`, most often first. */
  coverage: string[];
}

export async function runEngineCases(count: number, seed: number, say: (line: string) => void): Promise<Covered> {
  const cases = engineCases(count, seed);
  const failures: string[] = [];
  const counts = new Map<string, number>();
  for (const name of new Set(cases.map(({ pair }) => nameOf(pair)))) {
    const ofPair = cases.filter(({ pair }) => nameOf(pair) === name);
    const [first] = ofPair;
    if (!first) continue;
    const world = await openEngineWorld(first.pair);
    try {
      for (const one of ofPair) {
        const { about, problems, hits } = await runOne(world, one);
        say(`  ${problems.length ? 'failed' : 'ok    '} ${about}`);
        if (problems.length) failures.push(`${about}: ${problems.slice(0, 10).join('; ')}`);
        for (const key of [`${name} ${one.dataSet}`, ...hits]) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    } finally {
      await world.end();
    }
  }
  const coverage = [...counts].sort(([, one], [, other]) => other - one).map(([key, times]) => `${key} x ${times}`);
  return { failures, coverage };
}

async function runOne(world: EngineWorld, one: EngineCase) {
  const { name, pair, dataSet, sliceMs } = one;
  const begunOn = Date.now();
  const { hits, problems } = await runEngineCase(world, one).catch((error: unknown) => ({
    hits: [],
    problems: [`the case broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
  }));
  const seconds = ((Date.now() - begunOn) / 1000).toFixed(1);
  const about = `${name}: ${nameOf(pair)} ${dataSet}, slices of ${sliceMs / 1000} s: ${hits.join(', then ') || 'nothing hit'} (${seconds} s)`;
  return { about, problems, hits };
}
