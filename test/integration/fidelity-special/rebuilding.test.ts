// What is built anew from the rows: indexes over rows that broke their rule, and functions that rely on the session's search_path.
import { sourceAndTarget } from '../../support/source-and-target';
import { atLeast, findingsOf, move, tryToMove } from './move';

const manyLocks = process.env.FIDELITY_LARGE ? { max_locks_per_transaction: 1024 } : undefined;
const servers = sourceAndTarget({
  sourceMajor: atLeast(16),
  targetMajor: atLeast(17),
  sourceSettings: manyLocks,
  targetSettings: manyLocks,
});
const superuser = { as: 'superuser' as const };

/** As corruption or a changed collation leaves it: the index says unique, the rows are not. */
async function insertDuplicate(database: string, index: string, insert: string): Promise<void> {
  const set = (on: boolean) =>
    servers.source.run(
      database,
      `UPDATE pg_index SET indisvalid = ${on}, indisready = ${on}, indislive = ${on} WHERE indexrelid = '${index}'::regclass`,
      superuser,
    );
  await set(false);
  await servers.source.run(database, insert);
  await set(true);
}

test.each([
  ['index', 'CREATE UNIQUE INDEX broken ON t (a, lower(b))', 'public.t (a, lower(b))'],
  ['constraint', 'ALTER TABLE t ADD CONSTRAINT broken PRIMARY KEY (b)', 'public.t (b)'],
])(
  'rows that violate their unique %s: named with table and columns, without values, and the target stays as it was',
  async (kind, ddl, key) => {
    const { source, target } = servers;
    const name = `duplicates_${kind}`;
    await source.createDatabase(name);
    await source.run(
      name,
      `CREATE TABLE t (a int, b text); ${ddl}; INSERT INTO t VALUES (4711, 'secret'); CREATE TABLE u (id int PRIMARY KEY)`,
    );
    await insertDuplicate(name, 'broken', `INSERT INTO t VALUES (4711, 'secret')`);
    const ended = await tryToMove(servers, name);
    expect(ended).toMatchObject({
      state: 'Failed',
      error: { code: 'INDEX_FAILED', owner: 'customer', message: expect.stringContaining(key) },
    });
    expect(JSON.stringify(ended)).not.toMatch(/4711|secret/);
    expect(await target.run('postgres', `SELECT datname FROM pg_database WHERE datname = '${name}' OR datname LIKE 'pgflex%'`)).toEqual([]);

    await source.run(name, `DELETE FROM t; INSERT INTO t VALUES (4711, 'secret')`); // the only way out is on the source; then all of it is moved
    expect((await move(servers, name)).report.tables).toMatchObject([{ rows: 1 }, { rows: 0 }]);
  },
);

test('functions that name tables without their schema work in checks, indexes and materialised views as they did, and are told', async () => {
  const { source, target } = servers;
  await source.createDatabase('paths');
  await source.run('postgres', `ALTER DATABASE paths SET search_path = app, public`);
  await source.run(
    'paths',
    `CREATE SCHEMA app; CREATE TABLE app.rates (id int PRIMARY KEY, rate int); INSERT INTO app.rates VALUES (1, 10), (2, 20);
     CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
     CREATE FUNCTION app.rate_of(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN twice((SELECT rate FROM rates WHERE id = $1)); END';
     CREATE FUNCTION app.known(int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN twice($1) > 0; END';
     CREATE FUNCTION app.own(int) RETURNS int LANGUAGE sql IMMUTABLE SET search_path = app AS 'SELECT twice($1)';
     CREATE DOMAIN app.rate AS int CHECK (app.known(VALUE));
     CREATE TABLE app.orders (id int CHECK (app.known(id)), r app.rate, g int GENERATED ALWAYS AS (app.twice(id)) STORED); INSERT INTO app.orders VALUES (1, 1), (2, 2);
     CREATE INDEX by_rate ON app.orders (app.rate_of(id)); CREATE INDEX by_own ON app.orders (app.own(id));
     CREATE VIEW app.priced AS SELECT id, app.rate_of(id) AS rate FROM app.orders;
     CREATE MATERIALIZED VIEW app.totals AS SELECT sum(rate) AS total FROM app.priced; CREATE UNIQUE INDEX ON app.totals (app.known(total::int))`,
  );
  const { warnings } = await move(servers, 'paths');
  expect(warnings).toMatchObject([
    { code: 'FUNCTION_SEARCH_PATH', severity: 'warning', objects: ['app.known(integer)', 'app.rate_of(integer)'] },
  ]);
  expect(await target.run('paths', 'SELECT total FROM app.totals')).toEqual([{ total: '60' }]);
  const settings = `SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'app'::regnamespace ORDER BY proname`;
  expect(await target.run('paths', settings)).toEqual(await source.run('paths', settings));
});

test('a private option that some minor versions keep on every column is left out', async () => {
  const { source } = servers;
  await source.createDatabase('attver');
  await source.run('attver', 'CREATE TABLE t (a int, b text); ALTER TABLE t ALTER a SET (n_distinct = 5); INSERT INTO t VALUES (1)');
  await source.run(
    'attver',
    `UPDATE pg_attribute SET attoptions = coalesce(attoptions, '{}') || '{pg_attver=2}'::text[] WHERE attrelid = 't'::regclass AND attnum > 0`,
    superuser,
  );
  await move(servers, 'attver');
  const options = `SELECT attname, attoptions FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum`;
  expect(await servers.target.run('attver', options)).toEqual([
    { attname: 'a', attoptions: ['n_distinct=5'] },
    { attname: 'b', attoptions: null },
  ]);
});

const manyTimeoutMs = 1_800_000; // 20,000, on two busy cores
const counts = process.env.FIDELITY_LARGE ? [20_000] : [1_000];
test.each(counts)(
  '%i tables, each with an index, a foreign key and a row',
  async (count) => {
    const { source } = servers;
    const name = `many_${count}`;
    await source.createDatabase(name);
    const session = await source.connect(name);
    await session.query('CREATE TABLE t0 (id int PRIMARY KEY, parent int); INSERT INTO t0 VALUES (1, NULL)');
    for (let first = 1; first < count; first += 500) {
      // a transaction holds the locks of all that it makes
      await session.query(`DO $$ BEGIN FOR i IN ${first}..${Math.min(first + 499, count - 1)} LOOP
      EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, parent int REFERENCES t%s)', i, i - 1); EXECUTE format('INSERT INTO t%s VALUES (1, 1)', i); END LOOP; END $$`);
    }
    await session.end();
    expect(await findingsOf(servers, name)).toEqual([]);
    const ended = await tryToMove(servers, name);
    if (ended.state !== 'Succeeded') throw new Error(JSON.stringify({ ...ended, report: undefined }));
    expect(ended.report).toMatchObject({ indexes: count, constraints: 2 * count - 1 });
    expect(ended.report.tables.filter(({ rows, proof }) => rows === 1 && proof.result === 'equal')).toHaveLength(count);
  },
  manyTimeoutMs,
);
