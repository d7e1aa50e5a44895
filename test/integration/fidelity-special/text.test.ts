// Bytes of text arrive as they are, whatever the encoding; an order of text that differs is told, and fails rather than loses rows.
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { sourceAndTarget } from '../../support/source-and-target';
import { atLeast, findingsOf, move, tryToMove } from './move';

const servers = sourceAndTarget({ sourceMajor: atLeast(10) });

/** All bytes that the database gives out for a query of one text column, untouched by any conversion. */
async function bytesOf(server: PostgresServer, database: string, sql: string): Promise<string[]> {
  const rows = await server.run<{ bytes: Buffer }>(
    database,
    `SELECT convert_to(value, getdatabaseencoding()) AS bytes FROM (${sql}) AS found (value)`,
  );
  return rows.map(({ bytes }) => bytes.toString('hex'));
}

async function expectSameBytes(database: string, queries: string[]): Promise<void> {
  for (const sql of queries) {
    const expected = await bytesOf(servers.source, database, sql);
    expect(expected.length).toBeGreaterThan(0);
    expect(await bytesOf(servers.target, database, sql)).toEqual(expected);
  }
}

const names = `SELECT relname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' ORDER BY relname::text COLLATE "C"`;
const bodies = `SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY prosrc COLLATE "C"`;
const comments = `SELECT description FROM pg_description WHERE objoid >= 16384 ORDER BY 1`;

test.each(['LATIN1', 'WIN1252', 'EUC_JP', 'UTF8'])(
  '%s: rows, names, bodies of functions, comments and defaults keep their bytes',
  async (encoding) => {
    const { source, target } = servers;
    const name = `in_${encoding.toLowerCase()}`;
    const [first, second] = encoding === 'EUC_JP' ? ['日本', '語'] : ['Größe', 'é'];
    await source.createDatabase(name, { encoding });
    await source.run(
      name,
      `CREATE TABLE "${first}" ("${second}" text DEFAULT '${first}', id int PRIMARY KEY); INSERT INTO "${first}" SELECT '${second}' || i, i FROM generate_series(1, 50) i;
     CREATE INDEX "${second}_index" ON "${first}" (upper("${second}")); CREATE TYPE mood AS ENUM ('${second}'); COMMENT ON TABLE "${first}" IS '${first} ${second}';
     CREATE FUNCTION says() RETURNS text LANGUAGE sql AS $$SELECT '${first}${second}'::text$$; CREATE VIEW "${second}" AS SELECT '${first}'::text AS "${second}"`,
    );
    await move(servers, name);
    expect(await target.run(name, 'SHOW server_encoding')).toEqual([{ server_encoding: encoding }]);
    await expectSameBytes(name, [
      names,
      bodies,
      comments,
      `SELECT "${second}" FROM "${first}" ORDER BY id`,
      'SELECT says()',
      `SELECT "${second}" FROM "${second}"`,
    ]);
  },
);

test('SQL_ASCII: bytes that are no UTF-8 pass in rows; in definitions they are found before anything moves', async () => {
  const { source } = servers;
  await source.createDatabase('ascii', { encoding: 'SQL_ASCII' });
  const invalid = `convert_from(decode('ff80e9', 'hex'), 'SQL_ASCII')`;
  await source.run(
    'ascii',
    `CREATE TABLE t (id int PRIMARY KEY, v text, vs text[]); INSERT INTO t SELECT i, ${invalid} || i, ARRAY[${invalid}, 'ü'] FROM generate_series(1, 50) i;
     COMMENT ON TABLE t IS 'Größe'; CREATE FUNCTION says() RETURNS text LANGUAGE sql AS $$SELECT 'é'::text$$`,
  );
  expect((await move(servers, 'ascii')).report.tables).toMatchObject([{ rows: 50, proof: { result: 'equal' } }]);
  await expectSameBytes('ascii', ['SELECT v FROM t ORDER BY id', 'SELECT vs[1] FROM t ORDER BY id', comments, 'SELECT says()']);

  await source.run(
    'ascii',
    `DO $$ BEGIN EXECUTE format('CREATE FUNCTION broken() RETURNS text LANGUAGE sql AS %L', 'SELECT ''' || ${invalid} || '''::text');
                 EXECUTE format('CREATE TABLE %I (a int)', ${invalid}) ; END $$`,
  );
  const findings = await findingsOf(servers, 'ascii');
  expect(findings).toMatchObject([
    {
      code: 'ENCODING_UNSUPPORTED',
      severity: 'error',
      objects: expect.arrayContaining(['function public.broken()', 'table public."\\377\\200\\351"']),
    },
  ]);
});

test('range partitions bounded by sorted text are told; a row that the target sorts elsewhere fails the table, without its value', async () => {
  const { source } = servers;
  await source.createDatabase('sorted');
  await source.run(
    'sorted',
    `CREATE COLLATION swedish (provider = icu, locale = 'sv'); CREATE TABLE town (name text COLLATE swedish) PARTITION BY RANGE (name);
     CREATE TABLE town_a PARTITION OF town FOR VALUES FROM ('a') TO ('z'); CREATE TABLE town_z PARTITION OF town FOR VALUES FROM ('z') TO (MAXVALUE);
     CREATE TABLE plain (name text COLLATE "C") PARTITION BY RANGE (name); CREATE TABLE plain_a PARTITION OF plain FOR VALUES FROM ('a') TO ('z');
     INSERT INTO town VALUES ('Lund'), ('ängelholm')`,
  );
  const { warnings } = await move(servers, 'sorted');
  expect(warnings).toMatchObject([{ code: 'COLLATION_ORDER', severity: 'warning', objects: ['public.town'] }]);
  await servers.target.run('postgres', 'DROP DATABASE sorted');
  // as if the target's library had another order: the rows lie by the Swedish one, the definition says English
  const english =
    source.major >= 17 ? `colllocale = 'en'` : source.major >= 15 ? `colliculocale = 'en'` : `collcollate = 'en', collctype = 'en'`;
  await source.run('sorted', `UPDATE pg_collation SET ${english} WHERE collname = 'swedish'`, { as: 'superuser' });
  const ended = await tryToMove(servers, 'sorted');
  expect(ended).toMatchObject({ state: 'Failed', error: { code: 'COPY_FAILED', objects: ['"public"."town_z"'] } });
  expect(JSON.stringify(ended)).not.toContain('ngelholm');
});

const megabyte = 1024 * 1024;
const largeTimeoutMs = 600_000; // 900 MB, on two busy cores
const sizes = process.env.FIDELITY_LARGE ? [64, 900] : [64];
test.each(sizes)(
  'values of %i MB pass, bytea and text, without being held in memory',
  async (size) => {
    const { source, target } = servers;
    const name = `large_${size}`;
    await source.createDatabase(name);
    await source.run(
      name,
      `CREATE TABLE binary_value (v bytea); ALTER TABLE binary_value ALTER v SET STORAGE EXTERNAL; CREATE TABLE text_value (v text, c cidr[]);
     ALTER TABLE text_value ALTER v SET STORAGE EXTERNAL;
     INSERT INTO binary_value SELECT string_agg(decode(repeat('00ff10a7', ${megabyte / 4}), 'hex'), '') FROM generate_series(1, ${size}); INSERT INTO text_value SELECT repeat('é€xy', ${(size * megabyte) / 8})`,
    );
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const ended = await tryToMove(servers, name).finally(() => clearInterval(watch));
    expect(ended).toMatchObject({
      state: 'Succeeded',
      report: { tables: [{ proof: { result: 'equal' } }, { proof: { result: 'equal' } }] },
    });
    expect((peak - before) / megabyte).toBeLessThan(250);
    for (const query of [
      'SELECT md5(v) AS md5, length(v) AS length FROM binary_value',
      'SELECT md5(v) AS md5, octet_length(v) AS length FROM text_value',
    ]) {
      expect(await target.run(name, query)).toEqual(await source.run(name, query));
    }
  },
  largeTimeoutMs,
);
