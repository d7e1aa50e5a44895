// A target server that crashes while a database is loaded: what it lost is loaded again, the rest is not.
import { advance } from '../../../shared/engines/direct/advance';
import { sourceAndTarget } from '../../support/source-and-target';
import { startEngine } from './engine-child';
import { contextFor } from './run-job';
import { stallableSource } from './stallable-source';

const servers = sourceAndTarget();
const app = stallableSource(servers);

test('unlogged tables, which a crash empties, are copied again', async () => {
  await servers.source.run(
    app.database,
    `create unlogged table quick as select i from generate_series(1, 1000) i; alter table quick add primary key (i)`,
  );
  const job = await app.begunJob();
  const loaded = contextFor({ softDeadline: new Date(0) });
  while (!loaded.progress.some(({ tablesDone, phase }) => tablesDone === 3 && phase === 'indexes')) {
    expect(await advance(job, loaded)).toEqual({ kind: 'more' });
  }
  await servers.target.kill();
  await servers.target.restart();
  expect(await app.finish(job)).toEqual({ 'public.large': 1, 'public.quick': 2, 'public.small': 1 });
});

test('a call in the middle of a copy gives up when the target crashes, and the next one waits for the target and goes on', async () => {
  const { job, proxy } = await app.stallingJob();
  const engine = startEngine(job);
  await Promise.all([proxy.stalled, engine.until(({ tablesDone }) => tablesDone === 1)]);
  await servers.target.kill();
  expect((await engine.answer).answer).toEqual({ kind: 'notYet' });
  const finishing = app.finish(job);
  await servers.target.restart();
  expect((await finishing)['public.large']).toBe(2);
});
