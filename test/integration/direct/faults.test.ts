// What may go wrong while a database is copied: kills, cancels, broken connections, memory. The target is whole or untouched.
import { temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { untilRow } from '../../support/until-row';
import { cuttingProxy } from './cutting-proxy';
import { startEngine } from './engine-child';
import { contextFor, jobFor, runJob } from './run-job';
import { stallableSource } from './stallable-source';
import { stallingProxy } from './stalling-proxy';

const servers = sourceAndTarget();
const app = stallableSource(servers);

test('after kill -9 in the middle of a copy the next call goes on: equal content, finished tables are not copied again', async () => {
  const { job, proxy } = await app.stallingJob();
  const child = startEngine(job);
  await Promise.all([proxy.stalled, child.until(({ tablesDone }) => tablesDone === 1)]);
  await child.kill();
  expect(await app.finish(job)).toEqual({ 'public.large': 2, 'public.small': 1 });
});

test('a cancel in the middle of a copy ends it, and release leaves nothing', async () => {
  const { job, proxy } = await app.stallingJob();
  const abort = new AbortController();
  const running = advance(job, contextFor({ signal: abort.signal }));
  await proxy.stalled;
  abort.abort();
  expect(await running).toEqual({ kind: 'ended', state: 'Canceled' });
  expect(await release(job)).toContainEqual({ kind: 'targetDatabase', name: temporaryDatabaseName(job.migrationId, 0), fate: 'removed' });
  await app.expectNothingLeft();
  expect(await advance(job, contextFor({ isWanted: async () => false }))).toEqual({ kind: 'ended', state: 'Canceled' });
  await app.expectNothingLeft();
});

test('a broken source connection is no failure of the database: the next call goes on', async () => {
  const { job, proxy } = await app.stallingJob();
  let smallIsDone: () => void = () => undefined;
  const small = new Promise<void>((resolve) => {
    smallIsDone = resolve;
  });
  const running = advance(job, contextFor({ report: ({ tablesDone }) => tablesDone === 1 && smallIsDone() }));
  await Promise.all([proxy.stalled, small]);
  proxy.close();
  expect(await running).toMatchObject({ kind: 'notYet' });
  expect(await app.finish(job)).toEqual({ 'public.large': 2, 'public.small': 1 });
});

test('a snapshot whose session has ended is taken anew', async () => {
  const job = app.job();
  const endSnapshot = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like 'pgflex:%:check' and state = 'idle in transaction' order by backend_start limit 1`;
  const willCreate = async ({ kind }: { kind: string }) => {
    if (kind === 'ledgerSchema') expect(await servers.source.run('postgres', endSnapshot, { as: 'superuser' })).toHaveLength(1);
  };
  expect(await advance(job, contextFor({ willCreate }))).toMatchObject({ kind: 'notYet' });
  await app.finish(job);
});

test('a source that ends the session while large objects are copied is no failure of the database', async () => {
  const { source, target } = servers;
  await source.createDatabase('objects');
  await source.run('objects', `select lo_from_bytea(0, convert_to(repeat('0123456789', 2400000), 'UTF8'))`); // more than sockets hold
  const job = jobFor(source, target, 'objects');
  const proxy = await stallingProxy(source.port, 6_000_000);
  try {
    const running = advance({ ...job, source: { ...job.source, port: proxy.port } }, contextFor());
    await proxy.stalled;
    const reader = `from pg_stat_activity where application_name like 'pgflex:%:copy'`;
    await source.run('postgres', `select pg_terminate_backend(pid) ${reader}`, { as: 'superuser' });
    proxy.open();
    expect(await running).toMatchObject({ kind: 'notYet' });
  } finally {
    proxy.close();
  }
  expect(await runJob(job)).toMatchObject({ state: 'Succeeded', report: { largeObjects: { count: 1 } } });
  await release(job);
  expect(await contentHash(target, 'objects')).toEqual(await contentHash(source, 'objects'));
});

test('a connection that breaks while the lock is taken is opened again', async () => {
  const job = app.job();
  const proxy = await cuttingProxy(servers.target.port, 'pg_try_advisory_lock');
  try {
    const throughProxy = { ...job, target: { ...job.target, port: proxy.port } };
    expect(await advance(throughProxy, contextFor())).toMatchObject({ kind: 'ended', state: 'Succeeded' });
    expect(proxy.cut()).toBe(1);
  } finally {
    proxy.close();
  }
  await app.finish(job);
});

test('a source that has no connection left for pg_dump is no failure of the database', async () => {
  const job = app.job();
  const limit = (connections: number) =>
    servers.source.run('postgres', `alter role pgadmin connection limit ${connections}`, { as: 'superuser' });
  await limit(2);
  try {
    expect(await advance(job, contextFor())).toMatchObject({ kind: 'notYet' });
  } finally {
    await limit(-1);
  }
  await app.finish(job);
});

test('an index build that outlives a killed engine is waited for, not repeated', async () => {
  const { source, target } = servers;
  await source.run(
    app.database,
    `create function held(int) returns int immutable language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(77); return $1; end $$;
     create index large_held on large (held(id)) where id <= 10`,
  );
  const job = app.job();
  const temporary = temporaryDatabaseName(job.migrationId, 0);
  const child = startEngine(job);
  await untilRow(target, 'postgres', `select 1 from pg_database where datname = '${temporary}'`);
  const holder = await target.connect(temporary);
  await holder.query('select pg_advisory_lock(77)'); // the build lasts until it is let go: no clock of any machine decides
  const building = `select pid from pg_stat_activity where application_name like 'pgflex:%:index' and query like '%large_held%' and wait_event_type = 'Lock'`;
  await untilRow(target, 'postgres', building);
  await child.kill();
  const [left] = await target.run('postgres', building);
  expect(left).toBeDefined();
  const repeated = app.finish(job);
  const waiting = `select 1 from pg_stat_activity where application_name like 'pgflex:%:index' and pid <> ${left?.pid} and wait_event_type = 'Lock'`;
  await untilRow(target, 'postgres', waiting);
  await holder.end();
  await repeated;
});

test('copying 300 MB takes less than 250 MB of memory', async () => {
  await servers.source.run(
    app.database,
    `create unlogged table huge (id int, filler text);
     insert into huge select i, repeat(md5(i::text), 60) from generate_series(1, 155000) i`,
  );
  const { answer, largest } = await startEngine(app.job()).answer;
  expect(answer).toMatchObject({ state: 'Succeeded' });
  const copied = answer.kind === 'ended' && answer.state === 'Succeeded' ? answer.report.tables : [];
  expect(copied.find(({ name }) => name.includes('huge'))?.bytes).toBeGreaterThan(300_000_000);
  expect(largest).toBeLessThan(250_000_000);
});
