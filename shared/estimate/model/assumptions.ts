/** What an estimate takes for granted, in words. */
import type { Measurement, TargetFacts } from '../types';

export function assumptionsOf({ isWritten, copyScaling, tables }: Measurement, { cores, isSourceMachine }: TargetFacts): string[] {
  return [
    'It counts from when the copy begins until every database is in place, proof included: not the checks before, and no wait for a person.',
    'Tables are copied largest first, several at once, and read back for the proof; indexes are built beside the copies as soon as their table is there; then foreign keys are checked and statistics gathered.',
    `The target has ${cores} cores for it${isSourceMachine ? ', which the source on the same machine uses too' : ''}; nobody else uses them.`,
    ...(tables.length
      ? [`The first rows of the largest tables (${tables.length}) speak for the rest of these, and for the tables that were not sampled.`]
      : ['No table is large enough to be sampled on its own.']),
    ...(isWritten
      ? [`Two copies at once are taken to move ${copyScaling.toFixed(1)} times as much as one.`]
      : ['Nothing was written on the target: how fast it takes rows and builds indexes is assumed.']),
    'Sorting more rows takes n log n. Storage that is throttled after a burst is not foreseen.',
    'Storage counts the databases as they are on the source, those that are replaced until the new ones are in place, the two largest indexes of each while they are sorted, and the write-ahead log.',
  ];
}
