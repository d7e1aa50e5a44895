// What may happen to a table that is copied in parts: broken connections, writers that wake late, and content that changes under the engine.
import { ledgerSchema, temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob, TableReport } from '../../../shared/engines/engine';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { untilRow } from '../../support/until-row';
import { runJob } from './run-job';
import { splittable } from './splittable';
import { type StallingProxy, stallingProxy } from './stalling-proxy';

const servers = sourceAndTarget();
const { create, jobFor, context } = splittable(servers);

const keys = { ranges: 'alter table t add primary key (id)', writers: '' };
const kinds = Object.keys(keys) as (keyof typeof keys)[];
const rows = 20_000;
let proxy: StallingProxy | undefined;

beforeAll(async () => {
  for (const kind of kinds) {
    await create(
      kind,
      `create table t as select i as id, repeat(md5(i::text), 8) as filler from generate_series(1, ${rows}) i; ${keys[kind]}`,
    );
  }
});
afterEach(() => {
  proxy?.close();
  proxy = undefined;
});

/** As much as a range or two. */
const stallBytes = 1_000_000;

/** A job whose copy stops on each connection to the source that has brought so much. */
async function brokenJob(kind: keyof typeof keys): Promise<DatabaseJob> {
  const job = jobFor(kind, 4);
  proxy = await stallingProxy(servers.source.port, stallBytes);
  const running = advance({ ...job, source: { ...job.source, port: proxy.port } }, context());
  await proxy.stalled;
  proxy.close();
  expect(await running).toMatchObject({ kind: 'notYet' });
  return job;
}

async function finish(job: DatabaseJob): Promise<TableReport | undefined> {
  const ended = await runJob(job, context());
  if (ended.state !== 'Succeeded') throw new Error(JSON.stringify(ended));
  await release(job);
  expect(await contentHash(servers.target, job.database)).toEqual(await contentHash(servers.source, job.database));
  await servers.target.run('postgres', `drop database ${job.database}`);
  return ended.report.tables[0];
}

/** A job of which only the schema has arrived. */
async function begunJob(kind: keyof typeof keys): Promise<DatabaseJob> {
  const job = jobFor(kind, 4);
  expect(await advance(job, context({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
  return job;
}

const onTarget = (job: DatabaseJob, sql: string) => servers.target.run(temporaryDatabaseName(job.migrationId, 0), sql);

test('after a broken connection finished ranges are kept, and the others are copied again', async () => {
  const job = await brokenJob('ranges');
  const kept = await onTarget(job, `select key from ${ledgerSchema(job.migrationId)}.unit where key like 'part %' order by key`);
  const table = await finish(job);
  const once = (table?.chunks ?? []).flatMap(({ attempts }, range) => (attempts === 1 ? [range] : []));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(8);
  expect(once).toEqual(expect.arrayContaining(kept.map(({ key }) => Number(/\d+/.exec(key)?.[0]))));
  expect(table?.attempts).toBe(2);
});

test('slices as short as they can be copy one range or more each, by the plan of the first', async () => {
  const job = await begunJob('ranges');
  const counts = new Set<number>();
  const count = async () => {
    const [parts] = await onTarget(job, `select count(*)::int as count from ${ledgerSchema(job.migrationId)}.unit where key like 'part %'`);
    counts.add(parts?.count);
  };
  while (!counts.has(8)) {
    expect(await advance(job, context({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
    await count();
  }
  expect(counts.size).toBeGreaterThan(2);
  const table = await finish(jobForTwoCores(job));
  expect(table?.chunks?.map(({ attempts }) => attempts)).toEqual(Array(8).fill(1));
});

/** Now it would not be split, but it is. */
const jobForTwoCores = (job: DatabaseJob): DatabaseJob => ({ ...job, target: { ...job.target, vCores: 2 } });

test('writers that failed are begun anew: late ones are waited for, what they wrote is forgotten, and they cannot write any more', async () => {
  const job = await brokenJob('writers');
  const ledger = ledgerSchema(job.migrationId);
  const late = await servers.target.connect(temporaryDatabaseName(job.migrationId, 0));
  const begin = `insert into ${ledger}.unit (key, attempt) values ('part 9 of "public"."t"', 'attempt 1 of "public"."t"')`;
  await late.query(`begin; ${begin}; insert into t values (0, 'late')`);
  proxy = await stallingProxy(servers.source.port, stallBytes);
  const running = advance({ ...job, source: { ...job.source, port: proxy.port } }, context());
  const waiting = `select 1 from pg_stat_activity where application_name like 'pgflex:%:copy' and wait_event_type = 'Lock'`;
  await untilRow(servers.target, 'postgres', waiting);
  await late.query('commit');
  await proxy.stalled;
  await expect(late.query(begin)).rejects.toMatchObject({ code: '23503' });
  await late.end();
  proxy.open();
  expect(await running).toMatchObject({ state: 'Succeeded' });
  expect((await finish(job))?.attempts).toBe(2);
});

test.each([
  ['a changed byte', 'ranges', `update t set filler = 'x' || substr(filler, 2) where id = 777`],
  ['a missing row', 'ranges', 'delete from t where id = 777'],
  ['an extra row', 'ranges', 'insert into t select -1, filler from t where id = 777'],
  ['a doubled row in place of another', 'writers', 'delete from t where id = 778; insert into t select * from t where id = 777'],
] as const)('%s is found in a table that was copied by %s, and nothing is put in place', async (_, kind, injection) => {
  const job = await begunJob(kind);
  await onTarget(
    job,
    `create function public.tamper() returns trigger language plpgsql set search_path = public
       as $$ begin ${injection}; return new; end $$;
     create trigger tamper after insert on ${ledgerSchema(job.migrationId)}.unit
       for each row when (new.key like 'table %') execute function public.tamper()`,
  );
  const ended = await runJob(job, context());
  expect(ended).toMatchObject({ state: 'Failed', error: { code: 'CONTENT_MISMATCH', objects: ['"public"."t"'] } });
  expect(await servers.target.run('postgres', `select 1 from pg_database where datname = '${kind}'`)).toEqual([]);
  await release(job);
});

test.each(kinds)('a row that the target does not take while a table is copied by %s fails the copy', async (kind) => {
  const job = await begunJob(kind);
  await onTarget(
    job,
    `create function lose() returns trigger language plpgsql as $$ begin return case when new.id = 777 then null else new end; end $$;
     create trigger lose before insert on t for each row execute function lose()`,
  );
  expect(await runJob(job, context())).toMatchObject({ state: 'Failed', error: { code: 'COPY_FAILED', objects: ['"public"."t"'] } });
  await release(job);
});

test('without the proof nothing is read back, and the report says so', async () => {
  for (const [kind, vCores] of [
    ['ranges', 4],
    ['writers', 4],
    ['ranges', 2],
  ] as const) {
    const job = jobFor(kind, vCores, { proof: 'off' });
    const ended = await runJob(job, context());
    await release(job);
    if (ended.state !== 'Succeeded') throw new Error(JSON.stringify(ended));
    const [table] = ended.report.tables;
    expect([table?.rows, table?.proof]).toEqual([rows, expect.objectContaining({ result: 'unproven', target: '' })]);
    expect(ended.report.findings).toContainEqual(expect.stringContaining('Nothing was read back'));
    expect(await contentHash(servers.target, kind)).toEqual(await contentHash(servers.source, kind));
    await servers.target.run('postgres', `drop database ${kind}`);
  }
});
