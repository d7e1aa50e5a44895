// What the proof finds when something changes the target behind the engine's back: which rows, by their keys.
import { temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { readCatalog } from '../../../shared/engines/direct/catalog/read-catalog';
import { type DifferingRows, differingRows } from '../../../shared/engines/direct/differing-rows';
import { openCatalogSession } from '../../../shared/postgres/catalog-session';
import { readerSettings } from '../../../shared/postgres/session-settings';
import { openWire } from '../../../shared/postgres/wire';
import { connectionOf } from '../../support/connection';
import { sourceAndTarget } from '../../support/source-and-target';
import { contextFor, jobFor, runJob } from './run-job';

const servers = sourceAndTarget();
const encoding = 'UTF8';

/** Makes `setup` on both sides, changes the target, and compares table `t`. */
async function compare(database: string, setup: string, change: string, options: { encoding?: string } = {}): Promise<DifferingRows> {
  const { source, target } = servers;
  await Promise.all([source.createDatabase(database, options), target.createDatabase(database, options)]);
  await Promise.all([source.run(database, setup), target.run(database, `${setup}; ${change}`)]);
  const session = await openCatalogSession(connectionOf(source), { database, applicationName: 'test' });
  const [there, here] = await Promise.all(
    [source, target].map((server) => openWire(connectionOf(server), { database, applicationName: 'test' })),
  );
  try {
    const [table] = (await readCatalog(session)).tables;
    if (!there || !here || !table) throw new Error('The fixture has a table, and each side a session.');
    for (const wire of [there, here]) await wire.query(readerSettings);
    return await differingRows(there, here, table, { encoding, ...options });
  } finally {
    there?.end();
    here?.end();
    await session.end();
  }
}

test('an integer key: changed, missing, added and doubled rows are named, a column of a changed one too, and no other value', async () => {
  const setup = `create table t (id int primary key, note text, price float8); insert into t select i, 'secret ' || i, i / 3.0 from generate_series(1, 50000) i`;
  const change = `alter table t drop constraint t_pkey; update t set note = 'Secret 77' where id = 77; update t set price = -0.0 where id = 50000;
                  delete from t where id = 4; insert into t values (-1, 'x', 1); insert into t select * from t where id = 12`;
  const found = await compare('by_int', setup, change);
  expect(found).toEqual({
    count: 5,
    isAll: true,
    named: [
      { kind: 'extra', key: '"id" = -1' },
      { kind: 'missing', key: '"id" = 4' },
      { kind: 'doubled', key: '"id" = 12' },
      { kind: 'different', key: '"id" = 77', columns: ['"note"'] },
      { kind: 'different', key: '"id" = 50000', columns: ['"price"'] },
    ].sort((one, other) => new Intl.Collator('en', { numeric: true }).compare(one.key, other.key)),
  });
});

test('a text key with tabs, line breaks and a great length is told on one line, and shortened', async () => {
  const setup = `create table t (k text primary key, v bytea); insert into t values (E'a\\tb\\nc', '\\x00'), (repeat('é', 400), '\\x01'), ('same', '\\x02')`;
  const { named } = await compare('by_text', setup, `update t set v = '\\xff' where v <> '\\x02'`);
  expect(named).toEqual([
    { kind: 'different', key: '"k" = a\\tb\\nc', columns: ['"v"'] },
    { kind: 'different', key: `"k" = ${'é'.repeat(199)}…`, columns: ['"v"'] },
  ]);
});

test('a primary key of several columns is told whole; without one, a unique index on columns that are never null', async () => {
  const values = `insert into t values (1, 'x', 1, true), (2, 'y', 2, true), (null, 'z', 3, true)`;
  const change = `update t set v = false where a = 2`;
  const [composite, unique] = [
    await compare(
      'by_both',
      `create table t (a int, b text, c int unique not null, v bool, primary key (b, a)); ${values.replace('null', '3')}`,
      change,
    ),
    await compare('by_unique', `create table t (a int unique, b text, c int not null, v bool, unique (c)); ${values}`, change),
  ];
  expect(composite.named).toEqual([{ kind: 'different', key: '"b" = y, "a" = 2', columns: ['"v"'] }]);
  expect(unique.named).toEqual([{ kind: 'different', key: '"c" = 2', columns: ['"v"'] }]);
});

test('rows without a key are told by the hash of the row and how often they are there', async () => {
  const setup = `create table t (a int, b text); insert into t select 1, 'often' from generate_series(1, 30000); insert into t select i, 'once' from generate_series(2, 9) i`;
  const change = `insert into t values (1, 'often'); update t set b = 'corrupt' where a = 5; delete from t where a = 7`;
  const { count, isAll, named } = await compare('no_key', setup, change);
  expect({ count, isAll }).toEqual({ count: 4, isAll: true });
  const hash = 'row with hash [0-9a-f]{16}';
  expect(named.map(({ kind }) => kind).sort()).toEqual(['doubled', 'extra', 'missing', 'missing']);
  expect(named.find(({ kind }) => kind === 'doubled')?.key).toMatch(new RegExp(`^${hash} \\(30000 on the source, 30001 on the target\\)$`));
  expect(named.find(({ kind }) => kind === 'extra')?.key).toMatch(new RegExp(`^${hash} \\(0 on the source, 1 on the target\\)$`));
});

test('when nearly every row differs, twenty are named and the rest is not held', async () => {
  const setup = 'create table t (id int primary key, v int); insert into t select i, i from generate_series(1, 60000) i';
  const { count, isAll, named } = await compare('all_rows', setup, 'update t set v = -v');
  expect(isAll).toBe(false);
  expect(count).toBeGreaterThan(1_000);
  expect(count).toBeLessThanOrEqual(20_000);
  expect(named).toHaveLength(20);
  expect(new Set(named.map(({ kind }) => kind))).toEqual(new Set(['different']));
});

test('a row of many megabytes differs in its last column, and bytes that are no UTF-8 pass', async () => {
  const setup = `create table t (id int primary key, big text, tail text); insert into t select 1, repeat('0123456789', 2000000), E'\\351t\\351'`;
  const { named } = await compare('large_row', setup, `update t set tail = E'\\351t\\350'`, { encoding: 'SQL_ASCII' });
  expect(named).toEqual([{ kind: 'different', key: '"id" = 1', columns: ['"tail"'] }]);
});

test.each([
  [
    'a corrupted byte',
    'UTF8',
    'é',
    `update t set note = 'row x' where id = 500`,
    { kind: 'different', key: '"id" = 500', columns: ['"note"'] },
  ],
  ['a missing row', 'SQL_ASCII', '\\351', 'delete from t where id = 500', { kind: 'missing', key: '"id" = 500' }],
  ['a doubled row', 'LATIN1', '\\351', 'insert into t select * from t where id = 500', { kind: 'doubled', key: '"id" = 500' }],
] as const)(
  '%s on the target (%s) fails the database; its report names the row, the error the table alone',
  async (name, databaseEncoding, letter, change, difference) => {
    const { source, target } = servers;
    const database = name.replaceAll(' ', '_');
    await source.createDatabase(database, { encoding: databaseEncoding });
    await source.run(
      database,
      `create table t (id int primary key, note text); insert into t select i, E'${letter} row ' || i from generate_series(1, 1000) i; create table other (a int)`,
    );
    const job = jobFor(source, target, database);
    // A slice that is over at once makes the schema only. Then a trigger changes the table in the very transaction that copies it.
    expect(await advance(job, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
    const temporary = temporaryDatabaseName(job.migrationId, 0);
    const [ledger] = await target.run<{ name: string }>(temporary, `select schemaname as name from pg_tables where tablename = 'unit'`);
    await target.run(
      temporary,
      `create function public.corrupt() returns trigger language plpgsql security definer as $$ begin ${change.replaceAll(' t ', ' public.t ')}; return null; end $$;
     create trigger corrupt after update of source_hash on ${ledger?.name}.unit for each row when (new.key like '%"t"%') execute function public.corrupt()`,
      { as: 'superuser' },
    );
    const ended = await runJob(job);
    expect(ended).toMatchObject({
      state: 'Failed',
      error: {
        code: 'CONTENT_MISMATCH',
        objects: ['"public"."t"'],
        message: expect.stringMatching(/^Table "public"\."t" differs .*: 1 row differs/),
      },
      report: { tables: expect.arrayContaining([expect.objectContaining({ name: '"public"."t"', differences: [difference] })]) },
    });
    if (ended.state === 'Failed') expect(ended.error.message).not.toContain('500');
    expect(await target.run('postgres', `select 1 from pg_database where datname = '${database}'`)).toEqual([]);
  },
);
