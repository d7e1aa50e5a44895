// Offline means that nobody writes: whoever does while a database is copied is found, and nobody else is accused.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { availableMajors, newestMajor, oldestMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob } from '../../../shared/engines/engine';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { untilRow } from '../../support/until-row';
import { contextFor, type Ended, jobFor, runJob } from './run-job';

const fixture = `
  create table inserted (id int); create table updated (id int) with (fillfactor = 50); create table deleted (id int);
  create table emptied (id int); create table altered (id int); create table untouched (id serial, note text);
  create sequence used; create sequence unused;
  insert into updated select generate_series(1, 10); insert into deleted select generate_series(1, 10);
  insert into emptied select generate_series(1, 10); insert into untouched (note) select 'n' from generate_series(1, 10)`;

const servers = sourceAndTarget();
let newer: PostgresServer;
beforeAll(async () => {
  newer = await startPostgres({ major: newestMajor() });
});
afterAll(() => newer?.stop());

let number = 0;

/** Migrates a database of its own; `during` runs after the snapshot was taken and before anything is copied. */
async function migrate(
  source: PostgresServer,
  {
    before,
    during,
    extra,
  }: { before?: (database: string) => Promise<unknown>; during?: (database: string) => Promise<unknown>; extra?: Partial<DatabaseJob> },
): Promise<{ ended: Ended; database: string }> {
  const database = `freeze_${++number}`;
  await source.createDatabase(database);
  await source.run(database, fixture);
  await before?.(database);
  const isCounted = 'select from pg_stat_user_tables having sum(n_tup_ins) >= 40';
  await untilRow(source, database, isCounted); // else the fixture itself would look like a write that came late
  const job = jobFor(source, servers.target, database, extra);
  const willCreate = async ({ kind }: { kind: string }) => {
    if (kind === 'ledgerSchema') await during?.(database);
  };
  const ended = await runJob(job, contextFor({ willCreate }));
  await release(job);
  return { ended, database };
}

const findingsOf = (ended: Ended) => (ended.state === 'Succeeded' ? ended.report.findings : [`it ended ${JSON.stringify(ended)}`]);

describe.each([
  ['the oldest', () => servers.source],
  ['the newest', () => newer],
])('on %s source', (_which, source) => {
  test('every kind of write during the only slice is found, with its object and the sessions there', async () => {
    const { ended } = await migrate(source(), {
      during: async (database) => {
        const idle = await source().connect(database, { applicationName: 'shop worker' });
        afterTest.push(() => idle.end());
        await source().run(
          database,
          `insert into inserted values (1); update updated set id = id where id = 1; delete from deleted where id = 1;
          truncate emptied; alter table altered add column more int; select nextval('used'); select setval('unused', 7, false);
          create view made as select 1 as one; select lo_create(0); select lo_put((select max(oid) from pg_largeobject_metadata), 0, 'x')`,
        );
      },
    });
    expect(ended).toMatchObject({ state: 'Failed', error: { code: 'SOURCE_CHANGED', owner: 'customer' } });
    const { message = '', objects = [] } = ended.state === 'Failed' ? ended.error : {};
    expect(message).toMatch(
      /inserted, updated or deleted in: "pg_catalog"\."pg_largeobject" \(1\), "public"\."deleted" \(1\), "public"\."inserted" \(1\), "public"\."updated" \(1\);/,
    );
    expect(message).toContain('truncated or rewritten: "public"."emptied"');
    expect(message).toContain('sequences were advanced or set: "public"."unused", "public"."used"');
    expect(message).toMatch(/Connected to it now: pgadmin \(shop worker, pid \d+, from 127\.0\.0\.1.*, idle since/);
    expect(objects).toEqual(expect.arrayContaining(['table public.altered', 'view public.made']));
    expect(objects.join()).not.toContain('untouched');
  });

  test('a transaction that wrote before the snapshot and is committed after it is found', async () => {
    const database = { name: '' };
    const { ended } = await migrate(source(), {
      before: async (name) => {
        database.name = name;
        const writer = await source().connect(name, { applicationName: 'late writer' });
        await writer.query('begin; insert into inserted values (1)');
        afterTest.push(() => writer.end());
        commit = () => writer.query('commit');
      },
      during: () => commit(),
    });
    expect(ended).toMatchObject({ state: 'Failed', error: { code: 'SOURCE_CHANGED', objects: ['"public"."inserted"'] } });
  });

  test('maintenance, temporary tables and other databases are no writers', async () => {
    const { ended } = await migrate(source(), {
      during: async (database) => {
        await source().run(database, 'analyze');
        await source().run(database, 'vacuum untouched');
        await source().run(database, 'create temp table t as select 1; update t set "?column?" = 2; create index on t ("?column?")');
        await source().run('postgres', 'create table if not exists elsewhere (id int); insert into elsewhere values (1)', {
          as: 'superuser',
        });
      },
    });
    expect(findingsOf(ended)).toEqual([]);
  });
});

let commit: () => Promise<unknown> = async () => undefined;
const afterTest: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of afterTest.splice(0)) await end();
});

test('nextval alone is found', async () => {
  const { ended } = await migrate(servers.source, {
    before: (database) => servers.source.run(database, `select nextval('used')`),
    during: (database) => servers.source.run(database, `select nextval('used')`),
  });
  expect(ended).toMatchObject({ state: 'Failed', error: { code: 'SOURCE_CHANGED', objects: ['"public"."used"'] } });
});

test('where the statistics were reset, the rows themselves are asked; those of large objects cannot be, which is told', async () => {
  const reset = async (database: string) => {
    await servers.source.run(database, 'select pg_stat_reset()', { as: 'superuser' });
    await servers.source.run(database, 'analyze');
  };
  const quiet = await migrate(servers.source, { during: reset });
  expect(findingsOf(quiet.ended)).toEqual([]);
  const before = (database: string) => servers.source.run(database, 'select lo_create(0)');
  const doubtful = await migrate(servers.source, { before, during: reset });
  expect(findingsOf(doubtful.ended)).toEqual([expect.stringMatching(/^UNPROVEN: .*large objects.* reset/)]);
  const written = await migrate(servers.source, {
    during: async (database) => {
      await servers.source.run(database, 'delete from deleted where id = 1; update updated set id = id where id = 1');
      await reset(database);
    },
  });
  expect(written.ended).toMatchObject({ error: { code: 'SOURCE_CHANGED', objects: ['"public"."deleted"', '"public"."updated"'] } });
});

test('a write between two slices is found', async () => {
  const { source, target } = servers;
  await source.createDatabase('between');
  await source.run('between', fixture);
  const job = jobFor(source, target, 'between');
  expect(await advance(job, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
  await source.run('between', 'insert into inserted values (1)');
  expect(await runJob(job)).toMatchObject({ state: 'Failed', error: { code: 'SOURCE_CHANGED', objects: ['"public"."inserted"'] } });
  await release(job);
});

test('where it was asked for, a write is only told, and so is who had written and not committed', async () => {
  const { ended } = await migrate(servers.source, {
    extra: { onSourceChange: 'warn' },
    before: async (database) => {
      const writer = await servers.source.connect(database, { applicationName: 'sleeper' });
      await writer.query('begin; insert into inserted values (1)');
      afterTest.push(() => writer.end());
    },
    during: (database) => servers.source.run(database, 'delete from deleted where id = 1'),
  });
  expect(findingsOf(ended)).toEqual([
    expect.stringMatching(/^When the copy began, these had written .*not committed.*: pgadmin \(sleeper, /),
    expect.stringMatching(/^When the copy was complete, these had written .*pgadmin \(sleeper, /),
    expect.stringMatching(/^SOURCE_CHANGED, accepted: .*"public"\."deleted" \(1\)/),
  ]);
});

test('a source that is read-only for everybody is copied, and the copy can be written to', async () => {
  const { source, target } = servers;
  const { ended, database } = await migrate(source, {
    before: (name) => source.run('postgres', `alter database ${name} set default_transaction_read_only = on`),
  });
  expect(findingsOf(ended)).toEqual([expect.stringContaining('default_transaction_read_only')]);
  expect(await contentHash(target, database)).toEqual(await contentHash(source, database));
  await target.run(database, 'insert into inserted values (1)');
});

const standbyMajor = availableMajors().find((major) => major >= 12) ?? oldestMajor();

test('a hot standby is a source like any other, but for what only its primary counts', async () => {
  const standby = await startPostgres({ major: standbyMajor });
  try {
    await standby.createDatabase('copied');
    await standby.run('copied', fixture);
    await writeFile(join(standby.dataDirectory, 'standby.signal'), '');
    await standby.restart();
    const job = jobFor(standby, servers.target, 'copied');
    expect(findingsOf(await runJob(job))).toEqual([]);
    await release(job);
    expect(await contentHash(servers.target, 'copied')).toEqual(await contentHash(standby, 'copied'));
  } finally {
    await standby.stop();
  }
});
