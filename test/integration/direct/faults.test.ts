// What may go wrong while a database is copied: kills, cancels, broken connections, memory. The target is whole or untouched.
import { temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import { sourceAndTarget } from '../../support/source-and-target';
import { startEngine } from './engine-child';
import { contextFor } from './run-job';
import { stallableSource } from './stallable-source';

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

test('an index build that outlives a killed engine is waited for, not repeated', async () => {
  const { source, target } = servers;
  await source.run(
    app.database,
    `create function slow(int) returns int immutable language plpgsql as $$ begin perform pg_sleep(0.001); return $1; end $$;
     create index large_slow on large (slow(id)) where id <= 1500`,
  );
  const job = app.job();
  const child = startEngine(job);
  const building = `select pid from pg_stat_activity where application_name like 'pgflex:%:index' and query like '%large_slow%' and state = 'active'`;
  while ((await target.run('postgres', building)).length === 0);
  await child.kill();
  const [left] = await target.run('postgres', building);
  expect(left).toBeDefined();
  const repeated = app.finish(job);
  const waiting = `select 1 from pg_stat_activity where application_name like 'pgflex:%:index' and pid <> ${left?.pid} and wait_event_type = 'Lock'`;
  while ((await target.run('postgres', waiting)).length === 0);
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
