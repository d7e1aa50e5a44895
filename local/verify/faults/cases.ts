/** Which call fails, and how: every one in each way, or as many of them as are asked for, drawn by the seed. */
import type { EngineName } from '../../../shared/domain/migration';
import { type FaultKind, faultKinds } from '../../stand-ins/arm/pipeline/faults';
import { integer, randomOf } from '../random';
import type { Call } from './calls';

export const killKinds = ['killBefore', 'killAfter'] as const;
export type Harm = FaultKind | (typeof killKinds)[number];

export interface FaultCase {
  name: string;
  engine: EngineName;
  call: Call;
  harm: Harm;
  /** How many calls in a row: once passes with the clients' own retries, more often does not. */
  times: number;
}

/** The clients try these four times, and others once. */
const often = 5;
const repeatable: readonly Harm[] = ['throttle', 'serverError'];

export function casesOf(calls: Record<EngineName, Call[]>, count: number, seed: number): FaultCase[] {
  const harms: readonly Harm[] = [...faultKinds, ...killKinds];
  const all = (Object.entries(calls) as [EngineName, Call[]][]).flatMap(([engine, ofEngine]) =>
    ofEngine.flatMap((call) =>
      harms.flatMap((harm) => (repeatable.includes(harm) ? [1, often] : [1]).map((times) => ({ engine, call, harm, times }))),
    ),
  );
  return shuffled(all, seed)
    .slice(0, count)
    .map((one, index) => ({ name: `faults-${index}`, ...one }));
}

function shuffled<T>(all: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  const left = [...all];
  return all.flatMap(() => left.splice(integer(random, 0, left.length - 1), 1));
}
