import { compareCatalogs } from '../../../../shared/engines/direct/catalog/compare/compare-catalogs';
import { readCatalog } from '../../../../shared/engines/direct/catalog/read-catalog';
import type { SourceCatalog } from '../../../../shared/engines/direct/schema/types';
import { sourceAndTarget } from '../../../support/source-and-target';
import { catalogOf } from './apply-plan';

const servers = sourceAndTarget();

const schema = `
create type colour as enum ('red'); create domain email as text; create type pair as (a integer, b float8);
create table numbers (a integer, b numeric(5,2), c float8[], d money);
create table plain (a bigint, "B ""x""" text, c timestamptz, d jsonb, e colour, f email, g int4range, h inet[], i tsvector);
create table enums (a integer, b colour[]);
create table composite (a pair); create table composites (a pair[]); create table floats (a float4, b float8[], c point, d int4[]);
create unlogged table scratch (a integer);
create table part (a integer) partition by range (a);
create table part_1 partition of part for values from (0) to (9) partition by range (a);
create table part_1_1 partition of part_1 default;
create sequence used; select nextval('used'), nextval('used'); create sequence set_only; select setval('set_only', 9223372036854775807, false);
create table twice (a integer); insert into twice values (1), (1);
create table setting_of_extension (a integer); insert into setting_of_extension values (2); create table other_of_extension (a integer);
select lo_create(7); comment on large object 7 is 'seven';
alter database app set search_path = public, "$user"; alter database app set work_mem = '5MB'; comment on database app is 'it''s';
alter database app connection limit 9;`;

const asSuperuser = `
create extension citext;
alter extension citext add table setting_of_extension; alter extension citext add table other_of_extension;
update pg_extension set extconfig = array['setting_of_extension'::regclass::oid], extcondition = array['WHERE a > 1'] where extname = 'citext';`;

describe.each(['source', 'target'] as const)('on the %s', (side) => {
  let catalog: SourceCatalog;
  const table = (name: string) => catalog.tables.find((one) => one.name === `"public"."${name}"`);

  beforeAll(async () => {
    const server = servers[side];
    await server.createDatabase('app');
    await server.run('postgres', 'alter database app owner to pgadmin', { as: 'superuser' });
    await server.run('app', 'grant create on schema public to public', { as: 'superuser' });
    await server.run('app', schema);
    await server.run('app', asSuperuser, { as: 'superuser' });
    if (server.major >= 12) await server.run('app', 'alter table numbers add g integer generated always as (a * 2) stored');
    await server.run('app', 'create unique index concurrently broken on twice (a)').catch(() => {});
    await server.run(
      'app',
      `create table sorted as select i, i * 7919 % 99991 as mixed, repeat('x', 100) as filler from generate_series(1, 80000) i;
       create index on sorted (i); create index on sorted (mixed); analyze sorted`,
    );
    const session = await catalogOf(server, 'app');
    catalog = await readCatalog(session);
    await session.end();
  });

  test('only tables with rows of their own are copied: leaves of partitions, and what extensions marked', () => {
    const names = catalog.tables.map(({ name }) => name.slice('"public".'.length)).sort();
    const expected = [
      'composite',
      'composites',
      'enums',
      'floats',
      'numbers',
      'part_1_1',
      'plain',
      'scratch',
      'setting_of_extension',
      'sorted',
      'twice',
    ];
    expect(names).toEqual(expected.map((name) => `"${name}"`));
    expect(table('setting_of_extension')?.filter).toBe('WHERE a > 1');
    expect(table('scratch')?.unlogged).toBe(true);
    const roots = catalog.relations.filter(({ name }) => name.includes('part')).map(({ rootOid }) => rootOid);
    expect(new Set(roots).size).toBe(1);
  });

  test('binary where it is safe, text where it is not, with the reason', () => {
    expect(table('plain')).toMatchObject({ format: 'binary', columns: expect.arrayContaining(['"B ""x"""']) });
    expect(table('numbers')).toMatchObject({ format: 'text', textReason: '"d" money', columns: ['"a"', '"b"', '"c"', '"d"'] });
    expect(table('enums')).toMatchObject({ format: 'text', textReason: expect.stringContaining('colour[]') });
    expect(table('composite')).toMatchObject({ format: 'text' });
    expect(table('floats')?.comparableColumns).toEqual([
      'pg_catalog.float4send("a")',
      'pg_catalog.array_send("b")',
      'pg_catalog.point_send("c")',
      '"d"',
    ]);
  });

  test('floats are compared by their bytes inside of composites and their arrays too, and nulls stay apart from rows of nulls', async () => {
    const server = servers[side];
    const values = ['null', "'(,)'", "'(1,0.1)'", "'(1,0.10000000000000002)'", "'(2,-0)'", "'(2,0)'", "'(1,NaN)'"];
    const arrays = ['null', "'{}'", "'{NULL}'", `'{"(1,0.1)"}'`, `'{"(1,0.10000000000000002)"}'`, `'[0:0]={"(1,0.1)"}'`];
    const seen = async (name: string, rows: string[]) => {
      await server.run('app', `truncate ${name}; ${rows.map((row) => `insert into ${name} values (${row})`).join(';')}`);
      const columns = table(name)?.comparableColumns.join();
      return (await server.run('app', `select distinct row(${columns})::text as text from ${name}`)).length;
    };
    expect(await seen('composite', values)).toBe(values.length);
    expect(await seen('composites', arrays)).toBe(arrays.length);
  });

  test('sequences stand where they stand, used or only set, to the last digit', () => {
    expect(catalog.sequences).toMatchObject([
      { name: '"public"."used"', lastValue: '2', isCalled: true },
      { name: '"public"."set_only"', lastValue: '9223372036854775807', isCalled: false },
    ]);
  });

  test('an index that failed to build is known as such', () => {
    expect(catalog.indexes.find(({ name }) => name === '"public"."broken"')).toMatchObject({ isValid: false, isUnique: true });
  });

  test('how far rows lie in the order of an index is known of large tables', () => {
    const isSorted = (name: string) => catalog.indexes.find((index) => index.name === `"public"."${name}"`)?.isSorted;
    expect(isSorted('sorted_i_idx')).toBeGreaterThan(0.99);
    expect(isSorted('sorted_mixed_idx')).toBeLessThan(0.1);
    expect(isSorted('broken')).toBe(0);
  });

  test('properties of the database', () => {
    expect(catalog.database).toMatchObject({
      name: 'app',
      encoding: 'UTF8',
      collate: 'C',
      localeProvider: 'libc',
      comment: "it's",
      connectionLimit: 9,
      settings: [
        { name: 'search_path', value: 'public, "$user"' },
        { name: 'work_mem', value: '5MB' },
      ],
    });
    expect(catalog.largeObjects).toEqual([{ oid: 7, comment: 'seven' }]);
    expect(catalog.hasPublicSchema).toBe(true);
  });
});

/** No 9.5 is to be had: its form of each query must at least be understood, and it names only columns that 11 has too. */
test.each([90500, 90600, 100000])('queries in their form for version %i are well-formed', async (version) => {
  const session = { ...(await catalogOf(servers.source, 'app')), version };
  try {
    expect((await readCatalog(session)).sequences).toHaveLength(2);
    const comparison = await compareCatalogs(session, session, { ledgerSchema: 'pgflex_test', skipped: [] });
    expect(comparison).toMatchObject({ objects: { sequence: 2 }, differences: [] });
  } finally {
    await session.end();
  }
});

test('what the login may not read is named', async () => {
  await servers.source.createDatabase('secret');
  await servers.source.run('secret', 'create sequence not_yours', { as: 'superuser' });
  const session = await catalogOf(servers.source, 'secret');
  const failure = await readCatalog(session).catch((error) => error.error);
  await session.end();
  expect(failure).toMatchObject({ code: 'SOURCE_RIGHTS_MISSING', message: expect.stringContaining('not_yours') });
});
