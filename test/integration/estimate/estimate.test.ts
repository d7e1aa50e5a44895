// Estimates between two real servers: what they see, and that nothing of them stays.
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { MigrationFailure } from '../../../shared/domain/error-codes';
import { sampleDatabaseName } from '../../../shared/domain/names';
import type { ServerConnection } from '../../../shared/engines/engine';
import { estimateFor } from '../../../shared/estimate/estimate-for';
import { fractionOf } from '../../../shared/estimate/sample-table';
import { openWire } from '../../../shared/postgres/wire';
import { connectionOf } from '../../support/connection';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget();
const between = (databases: string[], target: Partial<ServerConnection> = {}) =>
  estimateFor(connectionOf(servers.source), { ...connectionOf(servers.target), ...target }, databases);

const samplesOn = (server: PostgresServer) =>
  server.run<{ datname: string }>('postgres', `SELECT datname FROM pg_database WHERE datname LIKE 'pgflex%'`);

afterEach(async () => {
  expect(await samplesOn(servers.target)).toEqual([]);
});

beforeAll(async () => {
  const { source } = servers;
  await source.createDatabase('shop');
  await source.run(
    'shop',
    `CREATE SCHEMA "odd ""schema";
     CREATE TYPE mood AS ENUM ('sad', 'ok');
     CREATE DOMAIN positive AS int CHECK (VALUE > 0);
     CREATE TYPE pair AS (a int, b text);
     CREATE FUNCTION folded(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)';
     CREATE TABLE "odd ""schema"."Orders" (id bigint PRIMARY KEY, mood mood, quantity positive, amount numeric(10, 2), note text, placed timestamptz);
     INSERT INTO "odd ""schema"."Orders"
       SELECT n, 'ok', n, n / 100.0, 'note ' || md5(n::text) || md5((n + 1)::text), now() FROM generate_series(1, 60000) AS n;
     CREATE INDEX ON "odd ""schema"."Orders" (placed, mood);
     CREATE INDEX ON "odd ""schema"."Orders" (folded(note));
     CREATE TABLE lines (id int PRIMARY KEY, "order" bigint REFERENCES "odd ""schema"."Orders", pairs pair, kept text);
     ALTER TABLE lines ALTER kept SET STORAGE EXTERNAL;
     INSERT INTO lines SELECT n, n, (n, 'x')::pair, repeat(md5(n::text), 4) FROM generate_series(1, 30000) AS n;
     CREATE VIEW v AS SELECT * FROM lines;
     SELECT lo_from_bytea(0, repeat('x', 100000)::bytea);`,
  );
  for (let number = 0; number < 6; number++) {
    await source.run('shop', `CREATE TABLE small_${number} (id int PRIMARY KEY, t text); INSERT INTO small_${number} VALUES (1, 'x')`);
  }
  await source.run('shop', 'ANALYZE');
});

test('it measures samples of the largest tables, whatever their types, and says what it found', async () => {
  await servers.target.createDatabase('shop');
  const estimate = await between(['shop']);
  await servers.target.run('postgres', 'DROP DATABASE shop');
  expect(estimate).toMatchObject({
    databases: [{ name: 'shop', tables: 8, indexes: 10, duration: { seconds: expect.any(Number) } }],
    warnings: [],
  });
  const [shop] = estimate.databases;
  expect(shop?.largest[0]?.table).toBe('"odd ""schema"."Orders"');
  expect(shop?.largest[1]?.table).toBe('"public"."lines"');
  expect(estimate.total.from).toBeLessThan(estimate.total.seconds);
  expect(estimate.total.seconds).toBeLessThan(estimate.total.to);
  const { measured } = estimate;
  for (const figure of ['copyOutMBps', 'copyInMBps', 'indexMBps', 'proofMBps', 'connectionMs', 'sampledBytes'] as const) {
    expect(measured[figure]).toBeGreaterThan(0);
  }
  expect(estimate.peakStorageBytes).toBeGreaterThan(shop?.sizeBytes ?? Number.POSITIVE_INFINITY);
});

test('several databases, of which one is empty; the largest decides the encoding of the samples', async () => {
  const { source } = servers;
  await source.createDatabase('empty');
  await source.createDatabase('western', { encoding: 'LATIN1' });
  await source.run('western', `CREATE TABLE t (t text); INSERT INTO t SELECT repeat('é', 100) FROM generate_series(1, 60000)`);
  const { databases, warnings, measured } = await between(['empty', 'western']);
  expect(databases.map(({ name, tables }) => [name, tables])).toEqual([
    ['empty', 0],
    ['western', 1],
  ]);
  expect(warnings).toEqual([]);
  expect(measured.copyInMBps).toBeGreaterThan(0);
});

test('a target login that may not create databases: nothing is written, and it says so', async () => {
  const { target } = servers;
  await target.run('postgres', `CREATE ROLE poor LOGIN PASSWORD 'poor'`, { as: 'superuser' });
  const estimate = await between(['shop'], { user: 'poor', password: 'poor' });
  expect(estimate.warnings).toEqual([expect.stringMatching(/TARGET_RIGHTS_MISSING: .*'poor' may not create databases/)]);
  expect(estimate.measured).toMatchObject({ copyInMBps: null, indexMBps: null, proofMBps: null, sampledBytes: 0 });
  const { seconds, from, to } = estimate.total;
  expect((to - from) / seconds).toBeGreaterThan(1.3);
});

test('a table that may not be read is left out of the samples, by name; the others are measured', async () => {
  const { source } = servers;
  await source.createDatabase('mixed');
  const fill = (name: string) =>
    `CREATE TABLE ${name} (t text); INSERT INTO ${name} SELECT repeat('x', 500) FROM generate_series(1, 12000)`;
  await source.run('mixed', fill('secret'), { as: 'superuser' });
  await source.run('mixed', fill('open'));
  const { warnings, measured } = await between(['mixed']);
  expect(warnings).toEqual([expect.stringMatching(/Table "public"\."secret" could not be sampled: permission denied .*secret/)]);
  expect(measured.copyInMBps).toBeGreaterThan(0);
});

test('a database of an estimate that crashed is removed after an hour, not before', async () => {
  const { target } = servers;
  const stray = sampleDatabaseName(new Date(Date.now() - 61 * 60 * 1000), '0123abcd');
  const running = sampleDatabaseName(new Date(), '0123abcd');
  for (const name of [stray, running]) await target.createDatabase(name);
  await between(['empty']);
  const left = await samplesOn(target);
  await target.run('postgres', `DROP DATABASE ${running}`);
  expect(left).toEqual([{ datname: running }]);
});

test('what part of a table its first rows are: by their pages, or by their number where most bytes lie elsewhere', async () => {
  const { source } = servers;
  await source.createDatabase('parts');
  await source.run(
    'parts',
    `CREATE TABLE even (t text); INSERT INTO even SELECT repeat('x', 100) FROM generate_series(1, 20000);
     CREATE TABLE emptied WITH (autovacuum_enabled = off) AS SELECT repeat('x', 500) FROM generate_series(1, 20000);
     DELETE FROM emptied;
     CREATE TABLE heavy (t text); ALTER TABLE heavy ALTER t SET STORAGE EXTERNAL;
     INSERT INTO heavy SELECT repeat('x', 50000) FROM generate_series(1, 40)`,
  );
  const wire = await openWire(connectionOf(source), { database: 'parts', applicationName: 'test' });
  try {
    const part = async (name: string, rows: number, first: number) => {
      const [found] = await wire.query(`SELECT '${name}'::regclass::oid`);
      return fractionOf(wire, { table: { name, oid: Number(found?.rows[0]?.[0]) }, rows }, first);
    };
    expect(await part('even', 20_000, 10_000)).toBeCloseTo(0.5, 1);
    expect(await part('even', 0, 10_000)).toBeCloseTo(0.5, 1);
    expect(await part('heavy', 40, 4)).toBeCloseTo(0.1);
    expect(await part('heavy', 40, 40)).toBe(1);
    expect(await part('emptied', 20_000, 0)).toBe(1);
  } finally {
    wire.end();
  }
  expect(await between(['parts'])).toMatchObject({ warnings: [], total: { seconds: expect.any(Number) } });
});

test('aborted in the middle, it drops what it made', async () => {
  const { source, target } = servers;
  const stop = new AbortController();
  const estimate = estimateFor(connectionOf(source), connectionOf(target), ['shop'], stop.signal);
  const aborted = expect(estimate).rejects.toThrow('enough');
  while (!(await samplesOn(target)).length);
  stop.abort(new Error('enough'));
  await aborted;
});

test('a database that is not there, and a login that is refused, end it before anything is made', async () => {
  await expect(between(['absent'])).rejects.toMatchObject({ error: { code: 'SOURCE_DATABASE_MISSING' } });
  const refused = between(['shop'], { password: 'canary-wrong' });
  await expect(refused).rejects.toBeInstanceOf(MigrationFailure);
  await expect(refused).rejects.toMatchObject({ error: { code: 'LOGIN_FAILED', message: expect.not.stringContaining('canary') } });
});
