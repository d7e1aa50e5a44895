// What may go wrong while a database is copied: kills, cancels, second calls, zombies, tampering. The target is whole or untouched.
import { ledgerSchema, temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob } from '../../../shared/engines/engine';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { startEngine } from './engine-child';
import { contextFor, jobFor, runJob } from './run-job';
import { type StallingProxy, stallingProxy } from './stalling-proxy';

const servers = sourceAndTarget();
const proxies: StallingProxy[] = [];

/** The large table's copy stops after this many bytes; everything else on one connection is less. */
const stallBytes = 6_000_000;

beforeAll(async () => {
  const { source } = servers;
  await source.createDatabase('app');
  await source.run(
    'app',
    `create table large (id int primary key, filler text);
     insert into large select i, repeat(md5(i::text), 8) from generate_series(1, 60000) i;
     create table small (id int primary key, note text);
     insert into small select i, 'é' || i from generate_series(1, 500) i;
     create index on large (filler text_pattern_ops)`,
  );
});

let database = '';
let number = 0;

/** Each test has a source database of its own, so that one failure is one failure. */
beforeEach(async () => {
  database = `app_${++number}`;
  await servers.source.run('postgres', `create database ${database} template app`);
});

afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close();
});

async function stallingJob(): Promise<{ job: DatabaseJob; proxy: StallingProxy }> {
  const { source, target } = servers;
  const proxy = await stallingProxy(source.port, stallBytes);
  proxies.push(proxy);
  const job = jobFor(source, target, database);
  return { job: { ...job, source: { ...job.source, port: proxy.port } }, proxy };
}

const straight = (job: DatabaseJob): DatabaseJob => ({ ...job, source: { ...job.source, port: servers.source.port } });

async function expectNothingLeft(): Promise<void> {
  const { source, target } = servers;
  expect(await target.run('postgres', `select datname from pg_database where datname like 'pgflex%' or datname = '${database}'`)).toEqual(
    [],
  );
  for (const server of [source, target]) {
    const sessions = `select application_name, query from pg_stat_activity where application_name like 'pgflex:%'`;
    expect(await server.run('postgres', sessions, { as: 'superuser' })).toEqual([]);
  }
}

async function finishAndCompare(job: DatabaseJob): Promise<void> {
  const { source, target } = servers;
  const ended = await runJob(straight(job));
  expect(ended).toMatchObject({ state: 'Succeeded' });
  const tables = ended.state === 'Succeeded' ? ended.report.tables : [];
  expect(Object.fromEntries(tables.map(({ name, attempts }) => [name, attempts]))).toEqual({
    '"public"."large"': 2,
    '"public"."small"': 1,
  });
  await release(job);
  expect(await contentHash(target, database)).toEqual(await contentHash(source, database));
}

test('after kill -9 in the middle of a copy the next call goes on: equal content, finished tables are not copied again', async () => {
  const { job, proxy } = await stallingJob();
  const child = startEngine(job);
  await Promise.all([proxy.stalled, child.until(({ tablesDone }) => tablesDone === 1)]);
  await child.kill();
  await finishAndCompare(job);
});

test('a cancel in the middle of a copy ends within two seconds, and release leaves nothing', async () => {
  const { job, proxy } = await stallingJob();
  const abort = new AbortController();
  const running = advance(job, contextFor({ signal: abort.signal }));
  await proxy.stalled;
  const cancelledAt = Date.now();
  abort.abort();
  expect(await running).toEqual({ kind: 'ended', state: 'Canceled' });
  expect(Date.now() - cancelledAt).toBeLessThan(2000);
  expect(await release(job)).toContainEqual({ kind: 'targetDatabase', name: temporaryDatabaseName(job.migrationId, 0), fate: 'removed' });
  await expectNothingLeft();
  expect(await advance(job, contextFor({ isWanted: async () => false }))).toEqual({ kind: 'ended', state: 'Canceled' });
  await expectNothingLeft();
});

test('a second call at the same time is told to come back, and disturbs nothing', async () => {
  const { job, proxy } = await stallingJob();
  const running = advance(job, contextFor());
  await proxy.stalled;
  expect(await advance(straight(job), contextFor())).toEqual({ kind: 'notYet' });
  proxy.open();
  expect(await running).toMatchObject({ state: 'Succeeded', report: { tables: [{ attempts: 1 }, { attempts: 1 }] } });
  await release(job);
});

test('a call that loses its lock session gives up at once, and the next one goes on', async () => {
  const { job, proxy } = await stallingJob();
  const running = advance(job, contextFor());
  await proxy.stalled;
  await servers.target.run(
    'postgres',
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'pgflex:%:lock'`,
  );
  expect(await running).toEqual({ kind: 'notYet' });
  await finishAndCompare(job);
});

test('a broken source connection is no failure of the database: the next call goes on', async () => {
  const { job, proxy } = await stallingJob();
  const running = advance(job, contextFor());
  await proxy.stalled;
  proxy.close();
  expect(await running).toEqual({ kind: 'notYet' });
  await finishAndCompare(job);
});

test('release ends a call that still runs; what wakes up late finds nothing to write to', async () => {
  const { job, proxy } = await stallingJob();
  const zombie = advance(job, contextFor());
  await proxy.stalled;
  const released = release(job);
  await servers.target.run(
    'postgres',
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'pgflex:%:lock'`,
  );
  await released;
  proxy.open();
  expect(await zombie).toEqual({ kind: 'notYet' });
  await expectNothingLeft();
});

test('slices as short as they can be end with the same content', async () => {
  const { source, target } = servers;
  const job = jobFor(source, target, database);
  const answers: string[] = [];
  for (;;) {
    const answer = await advance(job, contextFor({ softDeadline: new Date(0) }));
    answers.push(answer.kind);
    if (answer.kind !== 'more') break;
  }
  expect(answers.slice(0, -1).every((kind) => kind === 'more')).toBe(true);
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.at(-1)).toBe('ended');
  await release(job);
  expect(await contentHash(target, database)).toEqual(await contentHash(source, database));
});

test('a single changed value on the target is found, and nothing is put in place', async () => {
  const { source, target } = servers;
  const job = jobFor(source, target, database);
  expect(await advance(job, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' }); // the schema
  const temporary = temporaryDatabaseName(job.migrationId, 0);
  await target.run(
    temporary,
    `create function tamper() returns trigger language plpgsql as $$ begin if new.id = 77 then new.note := 'é78'; end if; return new; end $$;
     create trigger tamper before insert on small for each row execute function tamper()`,
  );
  expect(await runJob(job)).toMatchObject({ state: 'Failed', error: { code: 'CONTENT_MISMATCH', objects: ['"public"."small"'] } });
  await release(job);
  await expectNothingLeft();
});

test('a source that is written to during the migration fails the database, saying what moved', async () => {
  const { source, target } = servers;
  const job = jobFor(source, target, database);
  expect(await advance(job, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
  await source.run(database, `insert into small values (501, 'late')`);
  const ended = await runJob(job);
  expect(ended).toMatchObject({ state: 'Failed', error: { code: 'SOURCE_CHANGED' } });
  expect(ended.state === 'Failed' && ended.error.message).toMatch(/1 row changes/);
  await release(job);
  await expectNothingLeft();
});

test('a unit that another session has committed already is not written twice', async () => {
  const { source, target } = servers;
  const job = jobFor(source, target, database);
  expect(await advance(job, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
  const temporary = temporaryDatabaseName(job.migrationId, 0);
  const ledger = ledgerSchema(job.migrationId);
  const zombie = await target.connect(temporary); // a session that outlived its client, in the middle of the unit
  await zombie.query(`begin; insert into ${ledger}.unit (key) values ('table "public"."small"'); truncate small`);
  const running = runJob(job);
  await waitForBlocked(temporary);
  await zombie.query('rollback');
  await zombie.end();
  expect(await running).toMatchObject({ state: 'Succeeded' });
  await release(job);
  expect(await contentHash(target, database)).toEqual(await contentHash(source, database));
});

async function waitForBlocked(database: string): Promise<void> {
  for (;;) {
    const blocked = await servers.target.run(
      'postgres',
      `select 1 from pg_stat_activity where datname = '${database}' and wait_event_type = 'Lock'`,
    );
    if (blocked.length) return;
  }
}

test('an index build that outlives a killed engine is waited for, not repeated', async () => {
  const { source, target } = servers;
  await source.run(
    database,
    `create function slow(int) returns int immutable language plpgsql as $$ begin perform pg_sleep(0.001); return $1; end $$`,
  );
  await source.run(database, 'create index large_slow on large (slow(id)) where id <= 1500');
  const job = jobFor(source, target, database);
  const child = startEngine(job);
  const building = `select pid from pg_stat_activity where application_name like 'pgflex:%:index' and query like '%large_slow%' and state = 'active'`;
  while ((await target.run('postgres', building)).length === 0);
  await child.kill();
  const [left] = await target.run('postgres', building);
  expect(left).toBeDefined();
  const ended = await runJob(job);
  expect(ended).toMatchObject({ state: 'Succeeded' });
  const [unit] = await target.run(
    database,
    `select extract(epoch from ended_on - started_on)::float as seconds from ${ledgerSchema(job.migrationId)}.unit where key like '%large_slow%'`,
  );
  expect(unit?.seconds).toBeGreaterThan(1.4); // the first transaction's, from its begin to its end
  await release(job);
  expect(await contentHash(target, database)).toEqual(await contentHash(source, database));
});

test('copying 300 MB takes less than 250 MB of memory', async () => {
  const { source, target } = servers;
  await source.run(
    database,
    `create unlogged table huge (id int, filler text);
     insert into huge select i, repeat(md5(i::text), 60) from generate_series(1, 155000) i`,
  );
  const { answer, largest } = await startEngine(jobFor(source, target, database)).answer;
  expect(answer).toMatchObject({ state: 'Succeeded' });
  const copied = answer.kind === 'ended' && answer.state === 'Succeeded' ? answer.report.tables : [];
  expect(copied.find(({ name }) => name.includes('huge'))?.bytes).toBeGreaterThan(300_000_000);
  expect(largest).toBeLessThan(250_000_000);
});
