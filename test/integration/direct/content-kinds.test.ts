// Content that needs more than a plain binary COPY: other formats and encodings, large objects, hidden rows, unlogged tables, settings.
import { release } from '../../../shared/engines/direct/release';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { jobFor, runJob } from './run-job';

const servers = sourceAndTarget();

async function migrate(database: string) {
  const { source, target } = servers;
  const job = jobFor(source, target, database);
  const ended = await runJob(job);
  await release(job);
  if (ended.state !== 'Succeeded') throw new Error(`${database}: ${JSON.stringify(ended)}`);
  expect(await contentHash(target, database)).toEqual(await contentHash(source, database));
  return ended.report;
}

test('types that are not safe in binary go as text, floats keep every bit either way', async () => {
  const { source } = servers;
  await source.createDatabase('types');
  await source.run(
    'types',
    `create type pair as (a int, b text); create domain positive as int check (value > 0); create type mood as enum ('good', 'bad');
     create table as_text (id int primary key, p pair, ps pair[], f float8, r regclass, m money);
     insert into as_text select i, row(i, 'x' || i)::pair, array[row(i, 'é,"'::text)::pair], i / 7.0::float8, 'pg_class', i from generate_series(1, 300) i;
     create table as_binary (id int, f float8, f4 float4, n numeric, t timestamptz, iv interval, j jsonb, u uuid, b bytea, d positive, e mood, xs text[], ip inet);
     insert into as_binary select i, i / 7.0::float8, i / 3.0::float4, i / 9.0, now(), i * interval '1 day 3 seconds', '{"a": [1, null]}', md5(i::text)::uuid,
       decode(md5(i::text), 'hex'), i, 'bad', array['a', null, 'é'], '10.0.0.1/8' from generate_series(1, 300) i;
     insert into as_binary (f, f4, n, t) values ('nan', '-inf', 'nan', 'infinity')`,
  );
  const { tables } = await migrate('types');
  expect(tables.map(({ name, proof }) => [name, proof.algorithm, proof.result])).toEqual([
    ['"public"."as_binary"', 'xxh64-sum-of-rows', 'equal'],
    ['"public"."as_text"', 'xxh64-sum-of-rows', 'equal'],
  ]);
});

test('an encoding other than UTF-8 passes byte for byte', async () => {
  const { source, target } = servers;
  await source.createDatabase('latin', { encoding: 'LATIN1' });
  await source.run('latin', `create table "Größe" ("Länge" text); insert into "Größe" select 'äöü ' || i from generate_series(1, 100) i`);
  await migrate('latin');
  expect(await target.run('latin', 'show server_encoding')).toEqual([{ server_encoding: 'LATIN1' }]);
});

test('large objects keep oid, bytes and comment', async () => {
  const { source, target } = servers;
  await source.createDatabase('objects');
  await source.run(
    'objects',
    `select lo_create(50001); select lo_from_bytea(50002, decode(repeat('00ff10', 1000), 'hex'));
     select lo_from_bytea(50003, convert_to(repeat('x', 3000000), 'UTF8')); select lo_put(50003, 1048570, 'across');
     comment on large object 50002 is 'it''s small';
     select lo_from_bytea(60000 + i, 'n') from generate_series(1, 250) i`,
  );
  const report = await migrate('objects');
  expect(report.largeObjects).toMatchObject({ count: 253, proof: { result: 'equal' } });
  expect(await target.run('objects', `select obj_description(50002, 'pg_largeobject') as comment`)).toEqual([{ comment: "it's small" }]);
});

test('a table with row-level security is copied whole, or the database fails: never a part of it', async () => {
  const { source, target } = servers;
  await source.createDatabase('rls');
  await source.run(
    'rls',
    `create table t (tenant int); alter table t enable row level security; create policy only_one on t using (tenant = 1); insert into t values (1), (2)`,
  );
  await source.run('postgres', 'create database rls_forced template rls');
  await source.run('rls_forced', 'alter table t force row level security');
  expect((await migrate('rls')).tables).toMatchObject([{ rows: 2 }]);
  const job = jobFor(source, target, 'rls_forced');
  expect(await runJob(job)).toMatchObject({ state: 'Failed', error: { code: 'ROW_SECURITY_HIDES_ROWS', objects: ['"public"."t"'] } });
  await release(job);
});

test('settings, comment and limit of the database, sequences, and tables without columns or rows arrive', async () => {
  const { source, target } = servers;
  await source.createDatabase('props');
  await source.run(
    'props',
    `create table nothing (); insert into nothing default values; create table empty (id bigserial primary key);
     create sequence far start 500 increment -5 maxvalue 1000; select nextval('far'); create sequence untouched start 7;
     create unlogged table fast (id int generated always as identity); insert into fast default values;
     alter database props set search_path = 'Other', public; alter database props set work_mem = '9MB';
     comment on database props is 'Größe'; alter database props connection limit 42`,
  );
  const report = await migrate('props');
  expect(report.findings).toEqual([]);
  expect(
    await target.run(
      'props',
      `select unnest(setconfig) as setting from pg_db_role_setting s join pg_database d on d.oid = setdatabase where datname = 'props'`,
    ),
  ).toEqual([{ setting: 'search_path="Other", public' }, { setting: 'work_mem=9MB' }]);
  expect(
    await target.run(
      'props',
      `select datconnlimit, shobj_description(oid, 'pg_database') as comment from pg_database where datname = 'props'`,
    ),
  ).toEqual([{ datconnlimit: 42, comment: 'Größe' }]);
});

test('a constraint that the data violates is named, without the values', async () => {
  const { source, target } = servers;
  await source.createDatabase('broken');
  await source.run('broken', 'create table parent (id int primary key); create table child (id int references parent)');
  await source.run('broken', `set session_replication_role = replica; insert into child values (4711)`, { as: 'superuser' });
  const job = jobFor(source, target, 'broken');
  const ended = await runJob(job);
  expect(ended).toMatchObject({ state: 'Failed', error: { code: 'INDEX_FAILED', message: expect.stringContaining('child_id_fkey') } });
  expect(JSON.stringify(ended)).not.toContain('4711');
  await release(job);
});
