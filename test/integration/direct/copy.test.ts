// Whole databases through the engine: content, proof and report, across majors.
import { release } from '../../../shared/engines/direct/release';
import { contentHash } from '../../support/content-hash';
import { loadChinook } from '../../support/load-chinook';
import { sourceAndTarget } from '../../support/source-and-target';
import { contextFor, jobFor, runJob } from './run-job';

const servers = sourceAndTarget();

test('one table arrives under its name only when it is complete and proven, and release leaves nothing of ours', async () => {
  const { source, target } = servers;
  await source.createDatabase('one');
  await source.run(
    'one',
    `create table t (id int primary key, name text); insert into t select i, 'row ' || i from generate_series(1, 1000) i`,
  );
  const job = jobFor(source, target, 'one');
  const context = contextFor();
  const ended = await runJob(job, context);
  expect(ended).toMatchObject({
    state: 'Succeeded',
    report: { tables: [{ name: '"public"."t"', rows: 1000, attempts: 1, proof: { result: 'equal' } }] },
  });
  expect(await target.run('one', 'select count(*)::int, sum(id)::int from t')).toEqual([{ count: 1000, sum: 500500 }]);
  expect(context.created).toEqual([
    expect.stringMatching(/^targetDatabase pgflex_[0-9a-f]{12}_0$/),
    expect.stringMatching(/^ledgerSchema pgflex_/),
  ]);
  expect(context.progress.at(-1)).toMatchObject({ tablesDone: 1, tablesTotal: 1, phase: 'done' });
  const finishing = context.progress.find(({ phase }) => phase === 'finish');
  expect(finishing?.tables).toEqual([expect.objectContaining({ name: '"public"."t"', state: 'done', rows: 1000 })]);

  const again = await runJob(job);
  expect(again).toEqual(ended);
  expect(await release(job)).toEqual([
    { kind: 'targetDatabase', name: expect.stringMatching(/_0$/), fate: 'absent' },
    { kind: 'ledgerSchema', name: expect.stringMatching(/^pgflex_/), fate: 'removed' },
  ]);
  expect(await target.run('one', `select nspname from pg_namespace where nspname like 'pgflex%'`)).toEqual([]);
  expect(await target.run('postgres', `select application_name from pg_stat_activity where application_name like 'pgflex:%'`)).toEqual([]);
});

test('Chinook is equal on both sides', async () => {
  const { source, target } = servers;
  await loadChinook(source, 'chinook');
  const job = jobFor(source, target, 'chinook');
  const ended = await runJob(job);
  expect(ended).toMatchObject({ state: 'Succeeded' });
  await release(job);
  expect(await contentHash(target, 'chinook')).toEqual(await contentHash(source, 'chinook'));
});
