// Replacing a database that exists on the target: only the one that was approved, and only when the new one is complete.
import { replacedDatabaseName, temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob } from '../../../shared/engines/engine';
import { openCatalogSession } from '../../../shared/postgres/catalog-session';
import { databaseFingerprint } from '../../../shared/postgres/database-fingerprint';
import { connectionOf } from '../../support/connection';
import { sourceAndTarget } from '../../support/source-and-target';
import { contextFor, jobFor, runJob } from './run-job';

const servers = sourceAndTarget();
let database = '';
let number = 0;

beforeEach(async () => {
  database = `shop_${++number}`;
  const { source, target } = servers;
  for (const server of [source, target]) await server.createDatabase(database);
  await source.run(database, `create table t (id int primary key, name text); insert into t values (1, 'new')`);
  await target.run(database, `create table old (id int); insert into old values (1)`);
});

async function approved(): Promise<NonNullable<DatabaseJob['overwrite']>> {
  const session = await openCatalogSession(connectionOf(servers.target), { database, applicationName: 'test' });
  try {
    const { oid, fingerprint } = await databaseFingerprint(session);
    return { oid, fingerprint };
  } finally {
    await session.end();
  }
}

const content = async () =>
  (await servers.target.run(database, `select relname from pg_class where relname in ('t', 'old')`)).map(({ relname }) => relname);

async function databasesOfJob({ migrationId }: DatabaseJob) {
  const names = [temporaryDatabaseName(migrationId, 0), replacedDatabaseName(migrationId, 0)];
  return servers.target.run('postgres', 'select datname from pg_database where datname = any ($1)', { parameters: [names] });
}

test('the approved database is replaced, with somebody connected to it', async () => {
  const { source, target } = servers;
  const job = jobFor(source, target, database, { overwrite: await approved() });
  const idle = await target.connect(database);
  idle.on('error', () => {}); // it is ended by the swap
  const context = contextFor();
  expect(await runJob(job, context)).toMatchObject({ state: 'Succeeded' });
  expect(await content()).toEqual(['t']);
  expect(context.created).toContain(`allowConnections ${database} (oid ${job.overwrite?.oid})`);
  expect(await databasesOfJob(job)).toEqual([]);
  const released = await release(job);
  expect(released.map(({ kind, fate }) => `${kind} ${fate}`)).toEqual([
    'targetDatabase absent',
    'targetDatabase absent',
    'allowConnections absent',
    'ledgerSchema removed',
  ]);
});

test('a database that was changed after the approval is not touched', async () => {
  const { source, target } = servers;
  const job = jobFor(source, target, database, { overwrite: await approved() });
  expect(await advance(job, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
  await target.run(database, 'insert into old values (2)'); // while the new one is loaded
  expect(await runJob(job)).toMatchObject({ state: 'Failed', error: { code: 'TARGET_DATABASE_CHANGED' } });
  expect(await content()).toEqual(['old']);
  expect((await release(job))[0]).toMatchObject({ fate: 'removed' });
  expect(await content()).toEqual(['old']);
  expect(await databasesOfJob(job)).toEqual([]);

  const context = contextFor(); // and when it was changed before that, nothing is even begun
  expect(await runJob(jobFor(source, target, database, { overwrite: job.overwrite }), context)).toMatchObject({
    error: { code: 'TARGET_DATABASE_CHANGED' },
  });
  expect(context.created).toEqual([]);
});

test('a database that nobody approved to be replaced stops the migration before anything is created', async () => {
  const { source, target } = servers;
  for (const overwrite of [undefined, { oid: 1, fingerprint: 'another' }]) {
    const context = contextFor();
    const job = jobFor(source, target, database, { overwrite });
    expect(await runJob(job, context)).toMatchObject({ state: 'Failed', error: { code: 'TARGET_DATABASE_CHANGED' } });
    expect(context.created).toEqual([]);
  }
  expect(await content()).toEqual(['old']);
});

test('whatever step of the swap a crash hits, the next call finishes it, and a release instead brings the old one back', async () => {
  const { source, target } = servers;
  for (const crashAt of [1, 2, 3]) {
    for (const then of ['advance', 'release'] as const) {
      const overwrite = await approved();
      const job = jobFor(source, target, database, { overwrite });
      const temporary = temporaryDatabaseName(job.migrationId, 0);
      // The load without the swap: a session that this login cannot end would be another way, but takes the swap's whole patience.
      await loadOnly(job);
      const steps = [
        `alter database ${database} allow_connections false`,
        `alter database ${database} rename to ${replacedDatabaseName(job.migrationId, 0)}`,
        `alter database ${temporary} rename to ${database}`,
      ];
      for (const step of steps.slice(0, crashAt)) await target.run('postgres', step);
      if (then === 'advance') {
        expect(await runJob(job)).toMatchObject({ state: 'Succeeded' });
        await release(job);
        expect(await content()).toEqual(['t']);
      } else {
        await release(job);
        expect(await content()).toEqual([crashAt === 3 ? 't' : 'old']);
      }
      expect(await databasesOfJob(job)).toEqual([]);
      await target.run('postgres', `drop database ${database}`);
      await target.createDatabase(database);
      await target.run(database, `create table old (id int); insert into old values (1)`);
    }
  }
});

/** Goes as far as the swap, and stops there as a crash would: the process that should record the clean-up item is gone. */
async function loadOnly(job: DatabaseJob): Promise<void> {
  const context = contextFor({
    willCreate: async ({ kind }) => {
      if (kind === 'allowConnections') throw new Error('the process ended here');
    },
  });
  expect(await advance(job, context)).toMatchObject({ state: 'Failed', error: { code: 'INTERNAL_ERROR' } });
}
