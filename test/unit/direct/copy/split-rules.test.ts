// Which tables are split, and how many workers a build has beside it.
import { shouldSplit } from '../../../../shared/engines/direct/copy-split-plan';
import { parallelWorkers } from '../../../../shared/engines/direct/post-data-workers';
import type { CatalogTable } from '../../../../shared/engines/direct/schema/types';

const table = (sizeBytes: number, extra: Partial<CatalogTable> = {}): CatalogTable => ({
  oid: 1,
  name: 't',
  columns: ['a'],
  sizeBytes,
  unlogged: false,
  format: 'binary',
  comparableColumns: ['a'],
  ...extra,
});
const gigabytes = 1_000_000_000;

test('a table is split if it alone keeps a stream busy for longer than all take together, on a target with cores to spare', () => {
  const split = (large: CatalogTable, others: number, streams: number) => shouldSplit(large, [large, table(others)], streams, {});
  expect(split(table(10 * gigabytes), 5 * gigabytes, 4)).toBe(true);
  expect(split(table(10 * gigabytes), 40 * gigabytes, 4)).toBe(false);
  expect(split(table(10 * gigabytes), 40 * gigabytes, 8)).toBe(true);
  expect(split(table(10 * gigabytes), 0, 2)).toBe(false);
  expect(split(table(0.5 * gigabytes), 0, 8)).toBe(false);
  expect(split(table(10 * gigabytes, { unlogged: true }), 0, 8)).toBe(false);
  expect(split(table(10 * gigabytes, { filter: 'WHERE a' }), 0, 8)).toBe(false);
  expect(split(table(10 * gigabytes, { columns: [] }), 0, 8)).toBe(false);
});

test.each([
  // cores, streams, builds, ready, workers
  [2, 0, 1, 0, 1],
  [2, 1, 1, 0, 0],
  [2, 0, 1, 5, 0],
  [8, 0, 1, 1, 3],
  [8, 2, 2, 0, 2],
  [8, 8, 1, 0, 0],
  [4, 0, 4, 20, 0],
])(
  'on %i cores with %i streams and %i builds, and %i that are ready, a build has %i workers beside it',
  (cores, streams, builds, ready, workers) => {
    expect(parallelWorkers({ cores, streams: { taken: streams }, builds: { taken: builds } }, ready)).toBe(workers);
  },
);
