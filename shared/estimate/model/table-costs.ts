/** What each table of a database takes, step by step, from what its sample or those of others took. */
import type { DatabaseSize, Measurement, TableSize, TableSpeed } from '../types';

export interface TableCosts {
  create: number;
  copy: number;
  proof: number;
  indexes: { name: string; seconds: number }[];
  analyze: number;
}

/** ANALYZE looks at 300 times its statistics target of 100 rows; tables of more bytes than such a sample take no longer. */
const analyzedBytes = 30_000_000;

/** By the name of the table. */
export function tableCosts(database: DatabaseSize, measurement: Measurement, all: readonly DatabaseSize[]): Map<string, TableCosts> {
  const usual = usualSpeed(measurement, all);
  const { smallTable, analyzeSeconds } = measurement;
  return new Map(
    database.tables.map((table) => {
      const own = measurement.tables.find((speed) => speed.database === database.name && speed.table === table.name);
      return [
        table.name,
        {
          create: smallTable.createSeconds,
          copy: smallTable.copySeconds + table.bytes * (own ?? usual).copySecondsPerByte,
          proof: smallTable.proofSeconds + table.bytes * (own ?? usual).proofSecondsPerByte,
          indexes: table.indexes.map(({ name, bytes }) => ({
            name,
            seconds: smallTable.indexSeconds + (indexSeconds(own, table, name) ?? bytes * usual.indexSecondsPerIndexByte),
          })),
          analyze: smallTable.analyzeSeconds + Math.min(1, table.bytes / analyzedBytes) * analyzeSeconds,
        },
      ];
    }),
  );
}

/** Undefined: not built in the sample. */
function indexSeconds(speed: TableSpeed | undefined, { bytes }: TableSize, name: string): number | undefined {
  const perByte = speed?.indexSecondsPerByte[name];
  return speed && perByte !== undefined ? perByte * bytes * sortingFactor(speed) : undefined;
}

/** Sorting n rows takes n log n comparisons. */
function sortingFactor({ rows, fraction }: TableSpeed): number {
  const least = Math.max(rows, 2);
  return Math.log(Math.max(rows / fraction, least)) / Math.log(least);
}

/** Of tables that were not sampled: as those that were, by their bytes. */
function usualSpeed({ tables }: Measurement, all: readonly DatabaseSize[]) {
  let bytes = 0;
  let copy = 0;
  let proof = 0;
  let indexBytes = 0;
  let index = 0;
  for (const speed of tables) {
    const table = all.find(({ name }) => name === speed.database)?.tables.find(({ name }) => name === speed.table);
    if (!table) continue;
    bytes += table.bytes;
    copy += table.bytes * speed.copySecondsPerByte;
    proof += table.bytes * speed.proofSecondsPerByte;
    for (const each of table.indexes) {
      const seconds = indexSeconds(speed, table, each.name);
      if (seconds === undefined) continue;
      indexBytes += each.bytes;
      index += seconds;
    }
  }
  return {
    copySecondsPerByte: bytes ? copy / bytes : assumedSpeed.copySecondsPerByte,
    proofSecondsPerByte: bytes ? proof / bytes : assumedSpeed.proofSecondsPerByte,
    indexSecondsPerIndexByte: indexBytes ? index / indexBytes : assumedSpeed.indexSecondsPerIndexByte,
  };
}

/** Of two small servers over a local network: for what could not be measured, and for the first guess. */
export const assumedSpeed = {
  copySecondsPerByte: 1 / 120e6,
  proofSecondsPerByte: 1 / 300e6,
  indexSecondsPerIndexByte: 1 / 60e6,
};
