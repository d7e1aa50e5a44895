/** How much of the work may run at once: the places that engine `direct` gives, and what the machines have. */
import { streamsPerProcess } from '../../engines/direct/copy-tuning';
import type { DatabaseSize, Measurement, TargetFacts } from '../types';
import { buildPlace, buildsOf, copyPlace, streamsOf } from './context';
import type { Capacity } from './schedule';
import { analyzePlace, dumpPlace } from './tasks';

/** Sessions of the engine that gather statistics in one database. */
const analyzesPerDatabase = 2;
/** Two copies that move nearly twice as much as one have nothing in common that is used up. */
const freeScaling = 1.7;

export function capacityOf(
  databases: readonly DatabaseSize[],
  { copyScaling }: Measurement,
  { cores, isSourceMachine }: TargetFacts,
): Capacity {
  const analyzes = databases.map((_, number) => [analyzePlace(number), analyzesPerDatabase] as const);
  const places = { ...Object.fromEntries(analyzes), [copyPlace]: streamsOf(cores), [buildPlace]: buildsOf(cores), [dumpPlace]: 1 };
  // On one machine cores are the limit; else two copies that hindered each other met at the network.
  const isLimited = !isSourceMachine && copyScaling < freeScaling;
  return { cores, places, copies: isLimited ? copyScaling : streamsPerProcess };
}
