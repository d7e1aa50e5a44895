/** Makes speeds for the model of the times that samples took, and assumes what was not seen. */
import type { Look } from '../look';
import type { Times } from '../measure';
import type { SmallTimes, TableTimes } from '../measure-table';
import type { MeasuredFigures, Measurement, SmallTableSpeed, TableSpeed } from '../types';
import { assumedSpeed } from './table-costs';

/** What a small table costs on servers nearby, where there are too few of them to see. */
const assumedSmallTable: SmallTableSpeed = {
  createSeconds: 0.002,
  copySeconds: 0.001,
  proofSeconds: 0.0005,
  indexSeconds: 0.001,
  analyzeSeconds: 0.001,
};
const assumedCreateDatabaseSeconds = 0.3;
const assumedAnalyzeSeconds = 0.2;
const assumedScaling = 1.5;
/** Fewer tell more about one of them than about all. */
const leastSmallTables = 4;
/** ANALYZE looks at 300 times its statistics target of 100 rows, however many there are. */
const analyzedRows = 30_000;

export function measurementOf(
  look: Pick<Look, 'databases' | 'connectSeconds'>,
  times: Times | undefined,
  createDatabaseSeconds?: number,
): Measurement {
  const large = times?.large ?? [];
  const [largest] = large;
  return {
    tables: large.map(speedOf),
    smallTable: times?.small && times.small.tables >= leastSmallTables ? smallTableSpeed(times.small) : assumedSmallTable,
    connectSeconds: look.connectSeconds,
    catalogSeconds: Object.fromEntries(look.databases.map(({ size, catalogSeconds }) => [size.name, catalogSeconds])),
    createDatabaseSeconds: createDatabaseSeconds ?? assumedCreateDatabaseSeconds,
    analyzeSeconds: largest ? analyzeSecondsOf(largest) : assumedAnalyzeSeconds,
    copyScaling: Math.min(2, Math.max(1, times?.copyScaling ?? assumedScaling)),
    sampledBytes: large.reduce((sum, { sample, fraction }) => sum + sample.table.sizeBytes * fraction, times?.small?.bytes ?? 0),
    isWritten: times !== undefined,
    figures: { ...figuresOf(large), connectionMs: look.connectSeconds * 1000 },
  };
}

/** Of a table of that kind with as many rows as ANALYZE looks at. */
function analyzeSecondsOf({ analyzeSeconds, copied: { rows }, fraction }: TableTimes): number {
  return analyzeSeconds * Math.max(1, Math.min(analyzedRows, rows / fraction) / Math.max(1, rows));
}

function speedOf({ sample, copied, fraction, proofSeconds, indexSeconds }: TableTimes): TableSpeed {
  const bytes = Math.max(1, sample.table.sizeBytes * fraction);
  return {
    database: sample.database,
    table: sample.table.name,
    copySecondsPerByte: copied.seconds / bytes,
    proofSecondsPerByte: proofSeconds / bytes,
    indexSecondsPerByte: Object.fromEntries(Object.entries(indexSeconds).map(([name, seconds]) => [name, seconds / bytes])),
    rows: copied.rows,
    fraction,
  };
}

/** Their bytes are counted by the bytes of all tables; what is left is the price of being a table. */
function smallTableSpeed({ tables, indexes, bytes, ...seconds }: SmallTimes): SmallTableSpeed {
  const leastPart = 0.2;
  const each = (all: number, ofBytes: number) => Math.max(all * leastPart, all - ofBytes) / tables;
  return {
    createSeconds: seconds.createSeconds / tables,
    copySeconds: each(seconds.copySeconds, bytes * assumedSpeed.copySecondsPerByte),
    proofSeconds: each(seconds.proofSeconds, bytes * assumedSpeed.proofSecondsPerByte),
    indexSeconds: indexes ? seconds.indexSeconds / indexes : assumedSmallTable.indexSeconds,
    analyzeSeconds: seconds.analyzeSeconds / tables,
  };
}

function figuresOf(large: readonly TableTimes[]): Omit<MeasuredFigures, 'connectionMs'> {
  if (!large.length) return {};
  const sum = (of: (table: TableTimes) => number) => large.reduce((total, table) => total + of(table), 0);
  const indexBytes = sum(
    ({ sample, fraction, indexSeconds }) =>
      fraction * sample.indexes.reduce((bytes, index) => bytes + (index.name in indexSeconds ? index.bytes : 0), 0),
  );
  const indexSeconds = sum((table) => Object.values(table.indexSeconds).reduce((total, each) => total + each, 0));
  const wireBytes = sum(({ copied }) => copied.wireBytes);
  return {
    copyOutMBps: megabytes(
      sum(({ out }) => out.wireBytes),
      sum(({ out }) => out.seconds),
    ),
    copyInMBps: megabytes(
      wireBytes,
      sum(({ copied }) => copied.seconds),
    ),
    proofMBps: megabytes(
      wireBytes,
      sum(({ proofSeconds }) => proofSeconds),
    ),
    ...(indexSeconds > 0 ? { indexMBps: megabytes(indexBytes, indexSeconds) } : {}),
  };
}

const megabytes = (bytes: number, seconds: number) => bytes / 1e6 / Math.max(seconds, 1e-6);
