// The engine dms against the stand-in of Azure Database Migration Service, whose tasks really move rows between two real servers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client } from 'pg';
import { dataMigrationClient } from '../../../shared/azure/arm';
import { credential } from '../../../shared/azure/credential';
import { findDmsService } from '../../../shared/azure/dms-services';
import { dmsServiceName, temporaryDatabaseName } from '../../../shared/domain/names';
import { dmsEngine } from '../../../shared/engines/dms';
import { contentHash } from '../../support/content-hash';
import { useLocalAzure } from '../../support/local-azure';
import { sourceAndTarget } from '../../support/source-and-target';
import { type DmsMigration, dmsMigration } from './dms-migration';

const standIns = useLocalAzure();
const servers = sourceAndTarget({ targetMajor: 16, sourceSettings: { wal_level: 'logical', max_replication_slots: 3 } });

const special = `
  create table parent (id int primary key, "Näme" text unique);
  create table child (id serial primary key, parent int not null references parent, at timestamptz, f float8);
  create table no_key (a text, b bytea);
  create unlogged table scratch (a int);
  create table part (a int, b text) partition by list (a);
  create table part_1 partition of part for values in (1);
  create table part_2 partition of part for values in (2);
  create schema "a.b"; create schema a;
  create table "a.b".c (x int); create table a."b.c" (x int);
  create function refuse() returns trigger language plpgsql as $$ begin raise exception 'fired'; end $$;
  insert into parent select i, 'ä' || i from generate_series(1, 500) i;
  insert into child (parent, at, f) select i % 500 + 1, timestamptz '2020-01-01Z' + i * interval '1 s', i / 3.0 from generate_series(1, 5000) i;
  insert into no_key select md5(i::text), decode(md5(i::text), 'hex') from generate_series(1, 100) i;
  insert into scratch select generate_series(1, 10);
  insert into part select i % 2 + 1, i::text from generate_series(1, 50) i;
  insert into "a.b".c values (1); insert into a."b.c" values (2), (3);
  create trigger fires before insert on child for each row execute procedure refuse();
  create materialized view numbers as select count(*) from child;
  select lo_from_bytea(0, 'large object');`;

beforeAll(async () => {
  for (const [name, sql] of [
    ['special', special],
    ['small', 'create table t (id int primary key); insert into t select generate_series(1, 1000)'],
  ] as const) {
    await servers.source.createDatabase(name);
    await servers.source.run(name, sql);
  }
});

const migrationOf = (...databases: string[]) => dmsMigration(servers, standIns().ready.subscriptionId, databases);
const slots = async () =>
  (await servers.source.run('postgres', 'select slot_name from pg_replication_slots')).map(({ slot_name }) => slot_name);
const databasesOnTarget = async () =>
  (await servers.target.run('postgres', `select datname from pg_database where not datistemplate order by 1`)).map(
    ({ datname }) => datname,
  );

async function expectNothingLeft({ job }: DmsMigration): Promise<void> {
  const { subscriptionId } = job.azure.target;
  expect(
    await findDmsService(credential(), { subscriptionId, resourceGroup: 'rg', service: dmsServiceName(job.migrationId) }),
  ).toBeUndefined();
  expect(await slots()).toEqual([]);
  expect((await databasesOnTarget()).filter((name) => name.startsWith('pgflex'))).toEqual([]);
}

/** The service's slot waits for transactions that write: while one is open, its tasks stand still in the middle. */
async function holdTasks(): Promise<() => Promise<void>> {
  const session = await servers.source.connect('postgres', { as: 'superuser' });
  holders.push(session);
  await session.query('begin; select txid_current()');
  return () => session.end();
}
const holders: Client[] = [];

/** A task that is held has made its slot, and we have found it. */
function onceTaskStands(act: () => Promise<void>) {
  let isDone = false;
  return async ({ kind }: { kind: string }) => {
    if (kind !== 'replicationSlot' || isDone) return;
    isDone = true;
    await act();
  };
}

afterEach(async () => {
  await Promise.all(holders.splice(0).map((session) => session.end()));
  for (const name of await databasesOnTarget()) if (name !== 'postgres') await servers.target.run('postgres', `drop database "${name}"`);
});

test('two databases arrive whole, proven and in place, and nothing of it is left in Azure, on the source or on the target', async () => {
  const migration = migrationOf('special', 'small');
  expect(await migration.prepare()).toEqual({ kind: 'ready' });
  const results = await Promise.all([migration.run(0), migration.run(1, {}, { proof: 'off' })]);
  for (const result of results) expect(result).toMatchObject({ state: 'Succeeded' });
  const report = results[0]?.state === 'Succeeded' ? results[0].report : undefined;
  expect(report?.findings).toContainEqual(
    'The rows of 6 of 8 tables were moved by Azure Database Migration Service. Copied by this service itself: "a.b"."c", "a"."b.c".',
  );
  expect(report?.tables.map(({ proof }) => proof.result)).toEqual(report?.tables.map(() => 'equal'));
  expect(report?.tables.find(({ name }) => name === '"public"."child"')).toMatchObject({ rows: 5000, attempts: 1 });
  expect(report?.largeObjects).toMatchObject({ count: 1, proof: { result: 'equal' } });

  expect(results[1]).toMatchObject({
    report: { tables: [{ rows: 1000, proof: { algorithm: 'count(*)', source: '1000', target: '', result: 'unproven' } }] },
  });

  const released = await migration.cleanUp();
  for (const { kind, name } of migration.created) expect(released).toContainEqual(expect.objectContaining({ kind, name }));
  expect(released.filter(({ fate }) => fate === 'left')).toEqual([]);
  expect(released.filter(({ kind, fate }) => kind.startsWith('dms') && fate === 'removed')).toHaveLength(7);
  await expectNothingLeft(migration);
  expect((await migration.cleanUp()).filter(({ fate }) => fate !== 'absent')).toEqual([]);
  for (const database of ['special', 'small']) {
    expect(await contentHash(servers.target, database)).toEqual(await contentHash(servers.source, database));
  }
});

test('after kill -9 while the service moves rows, the next call goes on with the same task', async () => {
  const migration = migrationOf('small');
  await migration.prepare();
  const release = await holdTasks();
  const { azure, ...job } = migration.databaseJob(0);
  const { identity: _own, ...access } = azure ?? migration.job.azure;
  const child = spawn(process.execPath, [join(__dirname, 'engine-child.cjs'), JSON.stringify(job), JSON.stringify(access)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: process.env, // where the stand-ins are
  });
  const ended = once(child, 'close');
  const created: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line);
    if (event.created) created.push(event.created);
    if (created.some((name) => name.startsWith('replicationSlot'))) break; // known to us while the task stands still
  }
  child.kill('SIGKILL');
  await ended;
  await release();
  expect(created.filter((name) => name.startsWith('dmsTask'))).toHaveLength(1);
  expect(await migration.run(0)).toMatchObject({ state: 'Succeeded' });
  expect(migration.created.filter(({ kind }) => kind === 'dmsTask')).toHaveLength(3); // the three questions, and none anew
  await migration.cleanUp();
  await expectNothingLeft(migration);
  expect(await contentHash(servers.target, 'small')).toEqual(await contentHash(servers.source, 'small'));
});

test.each<[string, (migration: DmsMigration) => Promise<unknown>]>([
  ['before its task is begun', (migration) => migration.run(0, { isWanted: async () => false })],
  [
    'while the service moves rows',
    async (migration) => {
      await holdTasks();
      const abort = new AbortController();
      const willCreate = onceTaskStands(async () => abort.abort());
      return migration.run(0, { signal: abort.signal, willCreate });
    },
  ],
  [
    'when every row is there',
    async (migration) => {
      const abort = new AbortController();
      return migration.run(0, { signal: abort.signal, report: ({ tablesDone }) => tablesDone === 1 && abort.abort() });
    },
  ],
])('a cancel %s leaves nothing, neither on the target nor on the source', async (_, cancelled) => {
  const migration = migrationOf('small');
  await migration.prepare();
  expect(await cancelled(migration)).toMatchObject({ kind: 'ended', state: 'Canceled' });
  const released = await migration.cleanUp();
  expect(released.filter(({ fate }) => fate === 'left')).toEqual([]);
  await expectNothingLeft(migration);
  expect(await databasesOnTarget()).toEqual(['postgres']);
});

test('a task that fails is told in the words of the service, and slots of somebody else stay', async () => {
  const migration = migrationOf('small');
  await migration.prepare();
  const make = "select pg_create_logical_replication_slot('theirs_' || i, 'test_decoding') from generate_series(1, 3) i";
  await servers.source.run('small', make, { as: 'superuser' });
  expect(await migration.run(0)).toMatchObject({
    state: 'Failed',
    error: { code: 'DMS_TASK_FAILED', message: expect.stringMatching(/database 'small': .*all replication slots are in use/s) },
  });
  expect((await migration.cleanUp()).filter(({ kind }) => kind === 'replicationSlot')).toEqual([]);
  expect(await slots()).toHaveLength(3);
  await servers.source.run('postgres', 'select pg_drop_replication_slot(slot_name) from pg_replication_slots', { as: 'superuser' });
  await expectNothingLeft(migration);
});

test('a write on the source while the service moves rows ends the database', async () => {
  const migration = migrationOf('small');
  await migration.prepare();
  const release = await holdTasks();
  const willCreate = onceTaskStands(async () => {
    await servers.source.run('small', 'update t set id = 0 where id = 1; update t set id = 1 where id = 0');
    await release();
  });
  expect(await migration.run(0, { willCreate })).toMatchObject({
    state: 'Failed',
    error: { code: 'SOURCE_CHANGED', objects: ['"public"."t"'] },
  });
  await migration.cleanUp();
  await expectNothingLeft(migration);
});

test('a task of which the database is gone is taken back, and the rows are moved anew', async () => {
  const migration = migrationOf('small');
  await migration.prepare();
  const willCreate = onceTaskStands(async () => {
    await servers.target.run('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${temporary}'`);
    await servers.target.run('postgres', `drop database ${temporary}`);
    await release();
  });
  const temporary = temporaryDatabaseName(migration.job.migrationId, 0);
  const release = await holdTasks();
  expect(await migration.run(0, { willCreate })).toMatchObject({ state: 'Succeeded' });
  expect(migration.created.filter(({ kind, number }) => kind === 'dmsTask' && number === 0)).toHaveLength(2);
  await migration.cleanUp();
  await expectNothingLeft(migration);
});

test('a service of that name which another made is not touched', async () => {
  const migration = migrationOf('small');
  const { subscriptionId } = migration.job.azure.target;
  const service = dmsServiceName(migration.job.migrationId);
  const { services } = await dataMigrationClient(credential(), subscriptionId);
  const theirs = { location: 'westeurope', sku: { name: 'Premium_4vCores' }, virtualSubnetId: migration.job.azure.subnetId ?? '' };
  await services.beginCreateOrUpdate(theirs, 'rg', service);
  expect(await migration.prepare()).toMatchObject({ kind: 'failed', error: { code: 'DMS_NAME_TAKEN' } });
  expect((await migration.cleanUp()).filter(({ fate }) => fate !== 'absent')).toEqual([]);
  expect(await services.get('rg', service)).toMatchObject({ provisioningState: 'Succeeded' });
  expect(await dmsEngine.findOrphans?.(migration.job)).toEqual([]);
  await services.beginDeleteMethod('rg', service);
});

test('what the service finds about both servers is told at once, without passwords', async () => {
  const migration = migrationOf('small', 'nowhere');
  migration.job.target = { ...migration.job.target, password: 'wrong-pass-5' };
  const prepared = await migration.prepare();
  expect(prepared).toMatchObject({ kind: 'failed', error: { code: 'DMS_VALIDATION_FAILED' } });
  const message = prepared.kind === 'failed' ? prepared.error.message : '';
  expect(message).toMatch(/cannot use the target server '127.0.0.1': .*password authentication failed/);
  expect(message).toMatch(/cannot read the tables of 'small', 'nowhere': Database 'nowhere': .*does not exist/);
  expect(message).not.toContain('wrong-pass-5');
  expect(await dmsEngine.findOrphans?.(migration.job)).toHaveLength(1); // as if clean-up had not seen it
  await migration.cleanUp();
  await expectNothingLeft(migration);
});

test('without a subnet nothing is created', async () => {
  const migration = dmsMigration(servers, standIns().ready.subscriptionId, ['small'], { subnetId: undefined });
  expect(await migration.prepare()).toMatchObject({ kind: 'failed', error: { code: 'DMS_SUBNET_MISSING' } });
  expect(migration.created).toEqual([]);
});
