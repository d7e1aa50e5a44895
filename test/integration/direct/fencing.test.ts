// Two that work on the same database, and content that changes under the engine: nothing is written twice, nothing wrong is put in place.
import { ledgerSchema, temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob } from '../../../shared/engines/engine';
import { sourceAndTarget } from '../../support/source-and-target';
import { untilRow } from '../../support/until-row';
import { startEngine } from './engine-child';
import { contextFor, runJob } from './run-job';
import { stallableSource } from './stallable-source';

const servers = sourceAndTarget();
const app = stallableSource(servers);

const endLockSessions = () =>
  servers.target.run('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'pgflex:%:lock'`);

const untilSmallIsCopied = async (job: DatabaseJob) => {
  const isCopied = `select 1 from ${ledgerSchema(job.migrationId)}.unit where key = 'table "public"."small"'`;
  await untilRow(servers.target, temporaryDatabaseName(job.migrationId, 0), isCopied);
};

test('a second call at the same time is told to come back, and disturbs nothing', async () => {
  const { job, proxy } = await app.stallingJob();
  const running = advance(job, contextFor());
  await proxy.stalled;
  expect(await advance(job, contextFor())).toEqual({ kind: 'notYet' });
  proxy.open();
  expect(await running).toMatchObject({ state: 'Succeeded' });
  expect(await app.finish(job)).toEqual({ 'public.large': 1, 'public.small': 1 });
});

test('a call that loses its lock session gives up at once, and the next one goes on', async () => {
  const { job, proxy } = await app.stallingJob();
  const running = advance(job, contextFor());
  await proxy.stalled;
  await untilSmallIsCopied(job);
  await endLockSessions();
  expect(await running).toMatchObject({ kind: 'notYet' });
  expect(await app.finish(job)).toEqual({ 'public.large': 2, 'public.small': 1 });
});

test('an engine that sleeps through release finds nothing to write to when it wakes', async () => {
  const { job, proxy } = await app.stallingJob();
  const zombie = startEngine(job);
  await proxy.stalled;
  // Stopped while it logs in, it would hold up DROP DATABASE until authentication_timeout (PostgreSQL waits for every backend there).
  const isIdle = `select 1 from pg_constraint where conname = 'small_pkey'`;
  await untilRow(servers.target, temporaryDatabaseName(job.migrationId, 0), isIdle);
  zombie.process.kill('SIGSTOP');
  await endLockSessions(); // as after a minute of silence
  await release(job);
  await app.expectNothingLeft();
  proxy.open();
  zombie.process.kill('SIGCONT');
  expect((await zombie.answer).answer).toEqual({ kind: 'notYet' });
  await app.expectNothingLeft();
});

test('a unit that another session is about to commit is waited for, and copied only if that one gives up', async () => {
  const job = await app.begunJob();
  const temporary = temporaryDatabaseName(job.migrationId, 0);
  const zombie = await servers.target.connect(temporary);
  await zombie.query(`begin; insert into ${ledgerSchema(job.migrationId)}.unit (key) values ('table "public"."small"'); truncate small`);
  const finishing = app.finish(job);
  const blocked = `select 1 from pg_stat_activity where datname = '${temporary}' and wait_event_type = 'Lock'`;
  await untilRow(servers.target, 'postgres', blocked);
  await zombie.query('rollback');
  await zombie.end();
  expect(await finishing).toEqual({ 'public.large': 1, 'public.small': 1 });
});

test('slices as short as they can be end with the same content', async () => {
  const job = await app.begunJob();
  let slices = 1;
  while ((await advance(job, contextFor({ softDeadline: new Date(0) }))).kind === 'more') slices++;
  expect(slices).toBeGreaterThan(2);
  await app.finish(job);
});

test('a single changed value on the target is found, and nothing is put in place', async () => {
  const job = await app.begunJob();
  await servers.target.run(
    temporaryDatabaseName(job.migrationId, 0),
    `create function tamper() returns trigger language plpgsql as $$ begin if new.id = 77 then new.note := 'é78'; end if; return new; end $$;
     create trigger tamper before insert on small for each row execute function tamper()`,
  );
  expect(await runJob(job)).toMatchObject({ state: 'Failed', error: { code: 'CONTENT_MISMATCH', objects: ['"public"."small"'] } });
  await release(job);
  await app.expectNothingLeft();
});

test('a source that is written to during the migration fails the database, saying what moved', async () => {
  const job = await app.begunJob();
  await servers.source.run(app.database, `insert into small values (501, 'late')`);
  const ended = await runJob(job);
  expect(ended).toMatchObject({ state: 'Failed', error: { code: 'SOURCE_CHANGED', objects: ['"public"."small"'] } });
  await release(job);
  await app.expectNothingLeft();
});

test('a sequence that is changed on the target behind our back is found at the last moment, and nothing is put in place', async () => {
  const { source, target } = servers;
  await source.run(app.database, `create sequence counted; select nextval('counted')`);
  const job = await app.begunJob();
  const ledger = ledgerSchema(job.migrationId); // what is in there is ours, and not compared
  // Where nothing is read back, ANALYZE comes after the sequences are set and looked at.
  await target.run(
    temporaryDatabaseName(job.migrationId, 0),
    `create function ${ledger}.tamper() returns trigger language plpgsql as $$ begin perform pg_catalog.setval('public.counted', 999); return null; end $$;
     create trigger tamper after insert on ${ledger}.unit for each row when (new.key = 'analyze') execute function ${ledger}.tamper()`,
  );
  expect(await runJob({ ...job, proof: 'off' })).toMatchObject({
    state: 'Failed',
    error: {
      code: 'CONTENT_MISMATCH',
      objects: ['"public"."counted"'],
      message: expect.stringContaining('"public"."counted" (1 on the source, 999 on the target)'),
    },
  });
  await release(job);
  await app.expectNothingLeft();
});
