// Large tables that are copied in parts: every kind of key, none at all, and what decides about it.
import { release } from '../../../shared/engines/direct/release';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { runJob } from './run-job';
import { splittable } from './splittable';

const servers = sourceAndTarget();
const { create, jobFor, context } = splittable(servers);

async function migrate(database: string, vCores: number) {
  const job = jobFor(database, vCores);
  const ended = await runJob(job, context());
  await release(job);
  if (ended.state !== 'Succeeded') throw new Error(`${database}: ${JSON.stringify(ended)}`);
  expect(await contentHash(servers.target, database)).toEqual(await contentHash(servers.source, database));
  return ended.report;
}

const rows = (columns: string, count = 4000) => `select ${columns} from generate_series(1, ${count}) i`;
const filler = 'repeat(md5(i::text), 3) as filler';

test('a table is copied in ranges of its key, each proven, whatever type the key has', async () => {
  const keys = {
    int2: '(i - 2000)::int2',
    int4: 'case when i < 3000 then i else i * i end',
    int8: '9223372036854775807 - i',
    date: `date '2020-01-01' + i`,
    timestamp: `timestamp '0044-03-15 BC' + i * interval '1 day'`,
    timestamptz: `case i when 1 then '-infinity' when 2 then 'infinity' else timestamptz '2020-01-01' + i * interval '1 hour 1 microsecond' end`,
    uuid: 'md5(i::text)::uuid',
  };
  const table = ([type, key]: string[]) =>
    `create table "by ${type}" as ${rows(`${filler}, (${key})::${type} as "Key"`)}; alter table "by ${type}" add primary key ("Key")`;
  await create('keys', Object.entries(keys).map(table).join(';'));
  const { tables } = await migrate('keys', 8);
  expect(tables.map(({ name }) => name)).toEqual(
    Object.keys(keys)
      .sort()
      .map((type) => `"public"."by ${type}"`),
  );
  for (const { rows: count, attempts, proof, chunks = [] } of tables) {
    expect([count, attempts, proof.algorithm, proof.result]).toEqual([4000, 1, 'xxh64-sum-of-rows', 'equal']);
    expect(chunks).toHaveLength(16);
    expect(chunks.reduce((sum, chunk) => sum + chunk.rows, 0)).toBe(4000);
    expect([chunks[0]?.from, chunks[0]?.to, chunks[15]?.to]).toEqual([undefined, chunks[1]?.from, undefined]);
    for (const chunk of chunks) {
      expect(chunk.proof).toMatchObject({ result: 'equal', source: expect.stringMatching(`^[0-9a-f]{16}/${chunk.rows}$`) });
      expect(chunk.rows).toBeGreaterThan(25);
    }
  }
});

test('without a key that allows it, one reader feeds several writers', async () => {
  await create(
    'keyless',
    `create table long (note text); insert into long ${rows(`repeat(md5(i::text), 1 + (random() * 10)::int)`)};
     insert into long select repeat('é', 200000) from generate_series(1, 5); insert into long values (null), ('');
     create table composite_key (a int, b int, filler text, primary key (a, b)); insert into composite_key ${rows(`i, i, ${filler}`)};
     create table nullable_key as ${rows(`i as id, ${filler}`)}; create unique index on nullable_key (id);
     insert into nullable_key values (null, 'one'), (null, 'two')`,
  );
  for (const { proof, chunks } of (await migrate('keyless', 4)).tables) {
    expect([proof.algorithm, proof.result, chunks]).toEqual(['xxh64-sum-of-rows', 'equal', undefined]);
  }
});

test('rows that go as text are split too, and floats that print differently on both servers are no difference', async () => {
  await create(
    'text',
    `create type pair as (a int, b text);
     create table ranges as ${rows(`i as id, row(i, 'é' || i)::pair as p, i / 7.0::float8 as f, ${filler}`)}; alter table ranges add primary key (id);
     create table writers as ${rows(`row(i, 'é' || i)::pair as p, i / 3.0::float4 as f, ${filler}`)};
     create table plain as ${rows(`i as id, row(i, 'é' || i)::pair as p, ${filler}`)}; alter table plain add primary key (id)`,
  );
  const { tables } = await migrate('text', 4);
  expect(tables.map(({ name, proof, chunks }) => [name, proof.algorithm, proof.result, chunks?.length])).toEqual([
    ['"public"."plain"', 'xxh64-sum-of-rows', 'equal', 8],
    ['"public"."ranges"', 'xxh64-sum-of-rows', 'equal', 8],
    ['"public"."writers"', 'xxh64-sum-of-rows', 'equal', undefined],
  ]);
});

test('only a table that would keep one stream busy for longest is split, and only where cores are spare', async () => {
  const table = (name: string, count: number) =>
    `create table ${name} as ${rows(`i as id, ${filler}`, count)}; alter table ${name} add primary key (id);`;
  await create('uneven', `${table('large', 20000)} ${table('medium', 2000)} ${table('small', 100)}`);
  const chunks = async (vCores: number) => {
    const job = jobFor('uneven', vCores);
    const ended = await runJob(job, context());
    await release(job);
    await servers.target.run('postgres', 'drop database uneven');
    return ended.state === 'Succeeded' ? ended.report.tables.map((each) => each.chunks?.length) : ended;
  };
  expect(await chunks(2)).toEqual([undefined, undefined, undefined]);
  expect(await chunks(4)).toEqual([8, undefined, undefined]);
});

test('rows that a damaged index of the source hides are copied all the same, and the report says so', async () => {
  const { source } = servers;
  await create('damaged', `create table t as ${rows(`i as id, ${filler}`)}; alter table t add primary key (id); analyze t`);
  const show = (isReady: boolean) =>
    `update pg_index set indisready = ${isReady}, indisvalid = ${isReady} where indexrelid = 't_pkey'::regclass`;
  await source.run('damaged', show(false), { as: 'superuser' });
  await source.run('damaged', `insert into t values (4001, 'unseen')`);
  await source.run('damaged', show(true), { as: 'superuser' });
  const { tables, findings } = await migrate('damaged', 4);
  expect(tables).toMatchObject([{ rows: 4001, proof: { result: 'equal' } }]);
  expect(tables[0]?.chunks).toBeUndefined();
  expect(findings).toContainEqual(expect.stringContaining('Table "public"."t": an index on the source does not show all rows'));
});
