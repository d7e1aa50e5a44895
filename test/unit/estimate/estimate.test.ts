// What an estimate says, from sizes and a measurement.
import { estimateAnswer } from '../../../shared/contract/openapi/estimate-answer';
import { estimate } from '../../../shared/estimate/model/estimate';
import { specifiedSeconds } from '../../../shared/estimate/model/specification';
import type { DatabaseSize, Measurement, TargetFacts } from '../../../shared/estimate/types';
import { apart, database, measurement, megabyte, speedOf, table } from './facts';

const of = (databases: DatabaseSize[], measured: Partial<Measurement> = {}, target: Partial<TargetFacts> = {}) =>
  estimate({ databases, measurement: measurement(measured), target: { ...apart, ...target }, seconds: 1, warnings: [] });
const seconds = (...given: Parameters<typeof of>) => of(...given).total.seconds;
/** pg_dump's start, which nothing avoids. */
const start = 0.2;

test('one table takes its copy and its proof, at the pace of its sample', () => {
  expect(seconds([database([table('orders', 900)])], { tables: [speedOf('orders')] })).toBeCloseTo(start + 9 + 4.5, 1);
});

test('indexes are built beside the proof, as many at once as the target has cores', () => {
  const indexes = { orders_0: 1 / (100 * megabyte), orders_1: 1 / (100 * megabyte) };
  const databases = [database([table('orders', 900, [10, 10])])];
  expect(seconds(databases, { tables: [speedOf('orders', indexes)] })).toBeCloseTo(start + 9 + 9, 1);
  expect(seconds(databases, { tables: [speedOf('orders', indexes)] }, { cores: 2 })).toBeCloseTo(start + 9 + (4.5 + 9 + 9) / 2, 0);
});

test('two tables go side by side; on a machine that both servers share they hinder each other as they did in the sample', () => {
  const databases = [database([table('a', 900), table('b', 900)])];
  const tables = [speedOf('a'), speedOf('b')];
  expect(seconds(databases, { tables })).toBeCloseTo(start + 13.5, 1);
  expect(seconds(databases, { tables, copyScaling: 1 }, { cores: 2, isSourceMachine: true })).toBeCloseTo(start + 18 + 4.5, 1);
});

test('copies that met at the network share it, and the rest of the work does not', () => {
  const databases = [database([table('a', 900), table('b', 900)])];
  expect(seconds(databases, { tables: [speedOf('a'), speedOf('b')], copyScaling: 1 })).toBeCloseTo(start + 18 + 4.5, 1);
});

test('a table that dominates is split where cores are spare, and copied by all streams at once', () => {
  const databases = [database([table('orders', 1600)])];
  const tables = [speedOf('orders')];
  expect(seconds(databases, { tables }, { cores: 2 })).toBeCloseTo(start + 16 + 8, 1);
  expect(seconds(databases, { tables }, { cores: 4 })).toBeCloseTo(start + 4 + 2, 1);
});

test('many small tables cost by their number', () => {
  const smallTable = { createSeconds: 0.002, copySeconds: 0.001, proofSeconds: 0.001, indexSeconds: 0.001, analyzeSeconds: 0.001 };
  const many = (count: number) => [database(Array.from({ length: count }, (_, index) => table(`t${index}`, 0, [0])))];
  const few = seconds(many(60), { smallTable });
  expect(seconds(many(600), { smallTable }) - few).toBeGreaterThan(540 * 0.003);
});

test('a table that was not sampled goes at the pace of those that were', () => {
  const databases = [database([table('orders', 800, [100]), table('lines', 400, [50])])];
  const tables = [speedOf('orders', { orders_0: 1 / (100 * megabyte) })];
  const [shop] = of(databases, { tables }).databases;
  expect(shop?.largest).toMatchObject([
    { table: 'orders', bytes: 900 * megabyte, seconds: 20 },
    { table: 'lines', bytes: 450 * megabyte, seconds: 10 },
  ]);
});

test('sorting more rows than the sample had takes longer than their number', () => {
  const databases = [database([table('orders', 900, [100])])];
  const indexed = { ...speedOf('orders', { orders_0: 1 / (100 * megabyte) }), rows: 1000, fraction: 0.001 };
  expect(of(databases, { tables: [indexed] }).databases[0]?.largest[0]?.seconds).toBeCloseTo(13.5 + 18, 1);
});

test('a foreign key is checked after the indexes of both its tables', () => {
  const tables = [table('orders', 900, [100]), table('lines', 900, [100])];
  const { steps } = of([database(tables, { foreignKeys: [{ name: 'fk', table: 'lines', referenced: 'orders' }] })], {
    tables: [speedOf('orders', { orders_0: 1e-8 }), speedOf('lines', { lines_0: 2e-8 })],
  }).criticalPath;
  expect(steps.map(({ kind, object }) => `${kind} ${object ?? ''}`.trim())).toEqual([
    'begin pg_dump',
    'copy lines',
    'index lines_0',
    'foreignKey fk',
  ]);
});

test('thousands of tables with foreign keys are estimated in a moment, and every one counts', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `t${index}`);
  const smallTable = { createSeconds: 0, copySeconds: 0, proofSeconds: 0, indexSeconds: 0.002, analyzeSeconds: 0 };
  const foreignKeys = names.slice(1).map((name, index) => ({ name: `fk${index}`, table: name, referenced: `t${index}` }));
  const tables = names.map((name) => table(name, 0.01));
  const { total, criticalPath } = of([database(tables, { foreignKeys })], { smallTable });
  expect(total.seconds).toBeGreaterThan(4999 * 0.001);
  expect(criticalPath.steps.at(-1)).toMatchObject({ kind: 'foreignKey', object: '49 foreign keys of small tables' });
});

test('the critical path names what most of the time goes into', () => {
  const { text } = of([database([table('orders', 900), table('small', 10)])], { tables: [speedOf('orders')] }).criticalPath;
  expect(text).toMatch(/^orders is 9\d % of it$/);
  expect(of([database([])]).criticalPath.text).toMatch(/^reading the source and preparing the target is 100 % of it$/);
});

test('databases run side by side and share the places of the target', () => {
  const shop = database([table('orders', 900)]);
  const tables = [speedOf('orders'), { ...speedOf('orders'), database: 'stock' }];
  const both = of([shop, { ...shop, name: 'stock' }], { tables });
  expect(both.total.seconds).toBeCloseTo(start + start + 13.5, 1); // one pg_dump after the other
  expect(both.databases.map(({ name }) => name)).toEqual(['shop', 'stock']);
});

test('the range is wider where less was seen, and widest where the target was not written', () => {
  const databases = [database([table('orders', 900)])];
  const width = (measured: Partial<Measurement>) => {
    const { from, to, seconds: middle } = of(databases, measured).total;
    return (to - from) / middle;
  };
  expect(width({ sampledBytes: 1000 * megabyte })).toBeLessThan(width({ sampledBytes: megabyte }));
  expect(width({ sampledBytes: megabyte })).toBeLessThan(width({ isWritten: false }));
  expect(of(databases, { isWritten: false }).assumptions.join(' ')).toMatch(/Nothing was written on the target/);
});

test('storage holds the new and the old databases, what is sorted, and the log', () => {
  const shop = database([table('orders', 900, [300, 200, 100])], { replacedBytes: 400 * megabyte });
  const written = shop.sizeBytes; // 1.5 GB of tables and indexes, and the catalogue
  expect(of([shop]).peakStorageBytes).toBe(written + 400 * megabyte + 500 * megabyte + 1500 * megabyte);
  expect(of([shop], {}, { maxWalBytes: 1e12 }).peakStorageBytes).toBe(written + 900 * megabyte + written);
});

test("the specification's table is read in straight lines", () => {
  const gigabyte = 1024 ** 3;
  expect(specifiedSeconds(gigabyte)).toBe(61);
  expect(specifiedSeconds(gigabyte / 2)).toBe(30.5);
  expect(specifiedSeconds(7.5 * gigabyte)).toBe((260 + 509) / 2);
  expect(specifiedSeconds(1000 * gigabyte)).toBe(33_954);
  expect(specifiedSeconds(2000 * gigabyte)).toBe(67_908);
  expect(specifiedSeconds(0)).toBe(0);
});

test('the answer is what the OpenAPI document says', () => {
  const shop = database([table('orders', 900, [100])], { matviews: [{ name: 'm', bytes: 1 }], largeObjectBytes: 1, otherObjects: 3 });
  const answer = JSON.parse(JSON.stringify(of([shop], { tables: [speedOf('orders')] }))) as unknown;
  expect(() => estimateAnswer.parse(answer)).not.toThrow();
});
