// What the engine makes of differences: some had to come, some are worth a word, the rest fails the database.
import { release } from '../../../../shared/engines/direct/release';
import { connectionOf } from '../../../support/connection';
import { sourceAndTarget } from '../../../support/source-and-target';
import { jobFor, runJob } from '../run-job';

const servers = sourceAndTarget();

async function migrate(database: string) {
  const job = jobFor(servers.source, servers.target, database);
  const ended = await runJob(job);
  await release(job);
  if (ended.state === 'Canceled' || !ended.report?.catalog) throw new Error(`${database}: ${JSON.stringify(ended)}`);
  return { state: ended.state, error: ended.state === 'Failed' ? ended.error : undefined, report: ended.report, ...ended.report.catalog };
}

test('an invalid index is missing as expected, with the reason of the plan', async () => {
  await servers.source.createDatabase('invalid');
  await servers.source.run('invalid', 'create table twice (a integer); insert into twice values (1), (1)');
  await servers.source.run('invalid', 'create unique index concurrently broken on twice (a)').catch(() => {});
  const { state, differences } = await migrate('invalid');
  expect(state).toBe('Succeeded');
  expect(differences).toMatchObject([
    { kind: 'index', object: '"public"."broken"', verdict: 'expected', reason: expect.stringContaining('invalid on the source') },
  ]);
});

test('a newer version of an extension, and columns that come first in a new child, are expected', async () => {
  await servers.source.createDatabase('newer');
  await servers.source.run('newer', 'create extension citext', { as: 'superuser' });
  await servers.source.run(
    'newer',
    'create table p (b integer, a integer); create table c (a integer, x text, b integer); alter table c inherit p',
  );
  const { state, differences } = await migrate('newer');
  expect(state).toBe('Succeeded');
  expect(differences.map(({ kind, object, property, verdict }) => [kind, object, property, verdict])).toEqual([
    ['table', '"public"."c"', 'column order', 'expected'],
    ['extension', '"citext"', 'version', 'expected'],
  ]);
});

test('sequences whose next value is in their column already are a finding, as they were on the source', async () => {
  await servers.source.createDatabase('behind');
  await servers.source.run(
    'behind',
    `create table late (id serial primary key); insert into late values (5); select setval('late_id_seq', 4);
     create table fine (id serial primary key); insert into fine values (5); select setval('fine_id_seq', 5);
     create table unused (id bigserial primary key); insert into unused values (1);
     create table down (id integer primary key default 0); create sequence down_seq increment -1 owned by down.id; insert into down values (-7); select setval('down_seq', -6);
     create table parts (id serial, primary key (id)) partition by range (id); create table part partition of parts for values from (1) to (99);
     insert into parts values (9); select setval('parts_id_seq', 2); create table no_index (id serial); insert into no_index values (9)`,
  );
  const { state, report } = await migrate('behind');
  expect(state).toBe('Succeeded');
  expect(report.findings).toHaveLength(1);
  const named = [...(report.findings[0] ?? '').matchAll(/"public"\."(\w+)" of/g)].map(([, sequence]) => sequence);
  expect(named).toEqual(['down_seq', 'late_id_seq', 'parts_id_seq', 'unused_id_seq']);
});

test('event triggers of the target do not see how the comparison reads definitions', async () => {
  const { source, target } = servers;
  await source.createDatabase('watched');
  await source.run(
    'watched',
    `create table t (a varchar(3), check (a in ('x', 'y'))); create view v as select a from t where a in ('x', 'y');
     create function stop() returns event_trigger language plpgsql as $$ begin raise exception 'no'; end $$;
     create event trigger stopper on ddl_command_start execute procedure stop()`,
    { as: 'superuser' },
  );
  const job = jobFor(source, target, 'watched', { source: connectionOf(source, 'superuser'), target: connectionOf(target, 'superuser') });
  const ended = await runJob(job);
  await release(job);
  expect(ended).toMatchObject({ state: 'Succeeded', report: { catalog: { objects: { 'event trigger': 1 } } } });
});

test('what somebody else made on the target fails the database, and the report of the failure has the comparison', async () => {
  const { source, target } = servers;
  const inTemplate = async (sql: string) => {
    await target.run('postgres', 'alter database template0 allow_connections true', { as: 'superuser' });
    await target.run('template0', sql, { as: 'superuser' });
    await target.run('postgres', 'alter database template0 allow_connections false', { as: 'superuser' });
  };
  await source.createDatabase('disturbed');
  await inTemplate(`create extension citext; create function public.not_yours() returns integer language sql as 'select 1'`);
  const { state, error, differences } = await migrate('disturbed');
  await inTemplate('drop extension citext; drop function public.not_yours()');
  const object = '"public"."not_yours"()';
  expect(state).toBe('Failed');
  expect(error).toMatchObject({ code: 'OBJECT_LOST', objects: [`function ${object} (only on the target)`] });
  expect(differences).toMatchObject([
    { kind: 'function', object, verdict: 'defect' },
    { kind: 'extension', object: '"citext"', verdict: 'expected' }, // a provider may give one to every database
  ]);
});
