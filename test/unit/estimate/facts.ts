// What an estimate is made of, for tests that change one thing of it.
import type { DatabaseSize, Measurement, TableSize, TargetFacts } from '../../../shared/estimate/types';

export const megabyte = 1_000_000;

export const table = (name: string, megabytes: number, indexes: number[] = []): TableSize => ({
  name,
  bytes: megabytes * megabyte,
  indexes: indexes.map((size, index) => ({ name: `${name}_${index}`, bytes: size * megabyte })),
});

export const database = (tables: TableSize[], changes: Partial<DatabaseSize> = {}): DatabaseSize => ({
  name: 'shop',
  sizeBytes: tables.reduce((sum, { bytes, indexes }) => indexes.reduce((total, index) => total + index.bytes, sum + bytes), 8 * megabyte),
  tables,
  foreignKeys: [],
  matviews: [],
  largeObjectBytes: 0,
  otherObjects: 0,
  replacedBytes: 0,
  ...changes,
});

/** Servers that copy 100 MB/s, read back 200 MB/s, and on which everything else takes no time. */
export const measurement = (changes: Partial<Measurement> = {}): Measurement => ({
  tables: [],
  smallTable: { createSeconds: 0, copySeconds: 0, proofSeconds: 0, indexSeconds: 0, analyzeSeconds: 0 },
  connectSeconds: 0,
  catalogSeconds: {},
  createDatabaseSeconds: 0,
  analyzeSeconds: 0,
  copyScaling: 2,
  sampledBytes: 0,
  isWritten: true,
  figures: { connectionMs: 0 },
  ...changes,
});

export const speedOf = (name: string, indexSecondsPerByte: Record<string, number> = {}) => ({
  database: 'shop',
  table: name,
  copySecondsPerByte: 1 / (100 * megabyte),
  proofSecondsPerByte: 1 / (200 * megabyte),
  indexSecondsPerByte,
  rows: 1000,
  fraction: 1,
});

export const apart: TargetFacts = { cores: 4, isSourceMachine: false, maxWalBytes: 1000 * megabyte };
