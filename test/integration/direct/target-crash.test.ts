// Servers that crash while a database is loaded: what the target lost is loaded again, the rest is not.
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { advance } from '../../../shared/engines/direct/advance';
import { sourceAndTarget } from '../../support/source-and-target';
import { startEngine } from './engine-child';
import { contextFor } from './run-job';
import { stallableSource } from './stallable-source';

const servers = sourceAndTarget();
const app = stallableSource(servers);

/** One process dies, as out of memory: all sessions end and the server recovers, but it counts as started when it was. */
async function crash(server: PostgresServer): Promise<void> {
  const writer = `select pid from pg_stat_activity where backend_type = 'background writer'`;
  const pidOf = async () => (await server.run<{ pid: number }>('postgres', writer, { as: 'superuser' }).catch(() => []))[0]?.pid;
  const before = await pidOf();
  if (!before) throw new Error('The server has no background writer.');
  process.kill(before, 'SIGKILL');
  for (let now = before as number | undefined; now === undefined || now === before; now = await pidOf());
}

test.each<[string, (server: PostgresServer) => Promise<void>]>([
  ['a restart after kill -9', async (server) => server.kill().then(() => server.restart())],
  ['a crash of one process', crash],
])('unlogged tables, which %s empties, are copied again', async (_what, end) => {
  await servers.source.run(
    app.database,
    `create unlogged table quick as select i from generate_series(1, 1000) i; alter table quick add primary key (i)`,
  );
  const job = await app.begunJob();
  const loaded = contextFor({ softDeadline: new Date(0) });
  while (!loaded.progress.some(({ tablesDone, phase }) => tablesDone === 3 && phase === 'indexes')) {
    expect(await advance(job, loaded)).toEqual({ kind: 'more' });
  }
  await servers.target.run('postgres', 'checkpoint', { as: 'superuser' }); // our commits do not wait for the disk
  await end(servers.target);
  expect(await app.finish(job)).toEqual({ 'public.large': 1, 'public.quick': 2, 'public.small': 1 });
});

test('a source that crashes passes over values of its sequences: that is no write', async () => {
  const { source, target } = servers;
  await source.run(app.database, `create sequence used; select nextval('used')`);
  const job = await app.begunJob();
  await crash(source);
  expect(await source.run(app.database, 'select last_value from used')).toEqual([{ last_value: '33' }]);
  await app.finish(job);
  expect(await target.run(app.database, 'select last_value from used')).toEqual([{ last_value: '33' }]);
});

test('a call in the middle of a copy gives up when the target crashes, and the next one waits for the target and goes on', async () => {
  const { job, proxy } = await app.stallingJob();
  const engine = startEngine(job);
  await Promise.all([proxy.stalled, engine.until(({ tablesDone }) => tablesDone === 1)]);
  await servers.target.kill();
  expect((await engine.answer).answer).toMatchObject({ kind: 'notYet' });
  const finishing = app.finish(job);
  await servers.target.restart();
  expect((await finishing)['public.large']).toBe(2);
});
