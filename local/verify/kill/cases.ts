/** What is killed, when, and in which world: drawn from the seed alone. */
import { availableMajors, newestMajor, oldestMajor } from '../../postgres/installations';
import { integer, pick, type Random, randomOf } from '../random';

export const victims = ['host', 'connection', 'source', 'target'] as const;
export type Victim = (typeof victims)[number];

export const dataSets = ['shop', 'archive', 'many'] as const;
export type DataSet = (typeof dataSets)[number];

export interface Pair {
  source: number;
  target: number;
}

export interface Strike {
  victim: Victim;
  /** As a part of the time that the migration takes undisturbed. */
  at: number;
  /** Which session, and how a server dies. */
  draw: number;
}

export interface EngineCase {
  name: string;
  pair: Pair;
  dataSet: DataSet;
  /** No new unit begins after so long: with short slices, more of the work is done in several. */
  sliceMs: number;
  strikes: Strike[];
}

/** Issue 5 names them; elsewhere than on Linux npm has no old servers. */
const wanted: Pair[] = [
  { source: 10, target: 18 },
  { source: 11, target: 16 },
  { source: 13, target: 17 },
  { source: 16, target: 18 },
];

export function pairs(): Pair[] {
  const majors = availableMajors();
  const possible = wanted.filter(({ source, target }) => majors.includes(source) && majors.includes(target));
  return possible.length ? possible : [{ source: oldestMajor(), target: newestMajor() }];
}

const longSliceMs = 300_000;
const shortSliceMs = 200;

/** Victims take turns, so that few cases have all of them too. */
export function engineCases(count: number, seed: number): EngineCase[] {
  const random = randomOf(seed);
  const [first, ...others] = pairs();
  if (!first) throw new Error('There is always a pair.');
  return Array.from({ length: count }, (_, index) => ({
    name: `engine-${index}`,
    pair: pick(random, [first, ...others]),
    dataSet: pick(random, dataSets),
    sliceMs: random() < 0.3 ? shortSliceMs : longSliceMs,
    strikes: strikes(random, victims[index % victims.length] ?? 'host'),
  }));
}

/** Sometimes the second hits what is just recovering from the first. */
function strikes(random: Random, victim: Victim): Strike[] {
  const more = random() < 0.25 ? integer(random, 1, 2) : 0;
  return Array.from({ length: 1 + more }, (_, index) => ({
    victim: index === 0 ? victim : pick(random, victims),
    at: random(),
    draw: random(),
  })).sort((one, other) => one.at - other.at);
}
