// PUT of a migration over real rows and secrets: what it leaves at each step where it can break off, and who wins when several come at once.

import { randomUUID } from 'node:crypto';
import { SecretClient } from '@azure/keyvault-secrets';
import { cleanUp } from '../../../activities/clean-up';
import { recordOutcome } from '../../../activities/record-outcome';
import { seal } from '../../../activities/seal';
import { credential } from '../../../shared/azure/credential';
import { config } from '../../../shared/config';
import { acceptingTimeoutMs } from '../../../shared/domain/limits';
import { createMigration } from '../../../shared/migrations/create-migration';
import { deleteMigration } from '../../../shared/migrations/delete-migration';
import { findMigration, findMigrationById } from '../../../shared/migrations/find-migration';
import { listMigrations } from '../../../shared/migrations/list-migrations';
import { type InstancePort, reconcile } from '../../../shared/migrations/reconcile';
import type { DurablePort, NewMigration } from '../../../shared/migrations/types';
import { partitionOf } from '../../../shared/state/locate';
import { allRows, readRow, writeRow } from '../../../shared/state/tables';
import { useLocalAzure } from '../../support/local-azure';

useLocalAzure();
const subscriptionId = randomUUID();

const newMigration = (name: string, changes: { databases?: string[]; server?: string } = {}): NewMigration => ({
  target: { subscriptionId, resourceGroup: 'rg', server: changes.server ?? `target-${name}` },
  name,
  request: {
    location: 'local',
    tags: {},
    sourceServer: { kind: 'address', host: 'db.example', port: 5432, user: 'admin' },
    sourceDbServerResourceId: 'db.example:5432@admin',
    migrationMode: 'Offline',
    migrationOption: 'ValidateAndMigrate',
    databases: changes.databases ?? ['app'],
    overwriteDatabases: false,
    setupLogicalReplication: false,
    engine: 'direct',
  },
  secrets: { sourcePassword: 'source', targetPassword: 'target' },
});

function durable() {
  const started: string[] = [];
  const port: DurablePort = { start: async (id) => void started.push(id), raise: async () => undefined };
  return { started, port };
}

/** Fails where the process would have been killed. */
const killed: DurablePort = {
  start: () => Promise.reject(new Error('killed before the start')),
  raise: async () => undefined,
};

async function secretNames(): Promise<string[]> {
  const { keyVaultUrl, ca } = config();
  const client = new SecretClient(keyVaultUrl, credential(), { disableChallengeResourceVerification: true, tlsOptions: { ca } });
  const names: string[] = [];
  for await (const { name } of client.listPropertiesOfSecrets()) names.push(name);
  return names;
}

const instances = (states: Record<string, Awaited<ReturnType<InstancePort['status']>>> = {}) => {
  const calls: string[] = [];
  const port: InstancePort = {
    start: async (id) => void calls.push(`start ${id}`),
    raise: async (id, name) => void calls.push(`raise ${id} ${name}`),
    status: async (id) => states[id],
    startOrchestration: async (name, id) => void calls.push(`startOrchestration ${name} ${id}`),
    terminate: async (id) => void calls.push(`terminate ${id}`),
  };
  return { calls, port };
};

const failOnError = (id: string, error: unknown) => {
  throw new Error(`reconciling ${id} failed`, { cause: error });
};

/** Makes the reconciler think that the migration has rested for long. */
async function age(id: string, ms: number): Promise<void> {
  const open = (await allRows<{ migrationId: string; partition: string }>('migrationsById', 'open', 'o|')).find(
    ({ value }) => value.migrationId === id,
  );
  if (!open) throw new Error(`Migration ${id} is not open.`);
  const past = new Date(Date.now() - ms).toISOString();
  await writeRow('migrationsById', 'open', open.rowKey, { ...open.value, announcedOn: past });
  const record = await readRow<object>('migrations', open.value.partition, `r|${id}`);
  if (record) await writeRow('migrations', open.value.partition, `r|${id}`, { ...record.value, changedOn: past });
}

const openIds = async () => (await allRows<{ migrationId: string }>('migrationsById', 'open', 'o|')).map(({ value }) => value.migrationId);

test('a new migration is visible, has its secrets, its first event and a started orchestration', async () => {
  const { started, port } = durable();
  const { created, view } = await createMigration(newMigration('new'), port);
  expect(created).toBe(true);
  expect(view.record).toMatchObject({ state: 'InProgress', subState: 'PerformingPreRequisiteSteps', lastSequence: 1 });
  expect(started).toEqual([view.record.id]);
  expect(await secretNames()).toEqual(
    expect.arrayContaining([`m-${view.record.id}-source-password`, `m-${view.record.id}-target-password`]),
  );
});

test('the same PUT again answers with the same migration and starts nothing; another content is refused', async () => {
  const { started, port } = durable();
  const first = await createMigration(newMigration('again'), port);
  const second = await createMigration(newMigration('again'), port);
  expect(second).toMatchObject({ created: false, view: { record: { id: first.view.record.id } } });
  expect(started).toHaveLength(1);
  const other = newMigration('again', { databases: ['other'] });
  await expect(createMigration(other, port)).rejects.toMatchObject({ code: 'MigrationNameInUse' });
  expect((await listMigrations(other.target, 'All')).views.map(({ record }) => record.name)).toEqual(['again']);
});

test('names are unique without regard to case', async () => {
  const { port } = durable();
  await createMigration(newMigration('case', { server: 'target-case' }), port);
  const other = { ...newMigration('CASE', { server: 'TARGET-case', databases: ['b'] }) };
  await expect(createMigration(other, port)).rejects.toMatchObject({ code: 'MigrationNameInUse' });
});

test('a database that another migration of the target works on is refused, naming that one', async () => {
  const { port } = durable();
  const first = await createMigration(newMigration('claims', { databases: ['a', 'b'] }), port);
  const second = newMigration('claims-too', { databases: ['c', 'b'], server: 'target-claims' });
  await expect(createMigration(second, port)).rejects.toMatchObject({
    code: 'DatabaseInUse',
    message: expect.stringContaining(first.view.record.id),
    extra: { target: 'properties.dbsToMigrate[1]' },
  });
  expect(await findMigration(second)).toBeUndefined();
});

test('ten PUTs of one name at once make one migration', async () => {
  const { port } = durable();
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => createMigration(newMigration('race'), port)));
  const ids = new Set(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.view.record.id] : [])));
  expect(ids.size).toBe(1);
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
  const events = await allRows('migrations', partitionOf(newMigration('race').target), `e|${[...ids][0]}|`);
  expect(events).toHaveLength(1);
});

describe('broken off before it was visible', () => {
  /** Key Vault takes secrets of at most 25 KB: this PUT ends between its first step and its third. */
  async function breakOff(name: string): Promise<string> {
    const failing: NewMigration = { ...newMigration(name), secrets: { sourcePassword: 'source', targetPassword: 'x'.repeat(30_000) } };
    await expect(createMigration(failing, killed)).rejects.toThrow();
    const row = await readRow<{ migrationId: string }>('migrations', partitionOf(failing.target), `m|${name}`);
    return row?.value.migrationId ?? '';
  }

  test('nothing can be seen, and the same PUT again makes it, with the same id', async () => {
    const id = await breakOff('halfway');
    expect(await findMigration(newMigration('halfway'))).toBeUndefined();
    expect(await findMigrationById(id)).toBeUndefined();
    const { port } = durable();
    const { created, view } = await createMigration(newMigration('halfway'), port);
    expect({ created, id: view.record.id }).toEqual({ created: true, id });
  });

  test('without another PUT nothing is left once its time is over, and the name and databases are free', async () => {
    const id = await breakOff('left');
    await reconcile(instances().port, failOnError);
    expect(await openIds()).toContain(id); // too young to be given up
    await age(id, acceptingTimeoutMs + 1000);
    await reconcile(instances().port, failOnError);
    expect(await openIds()).not.toContain(id);
    expect((await secretNames()).filter((name) => name.includes(id))).toEqual([]);
    const { port } = durable();
    const { view } = await createMigration(newMigration('left'), port);
    expect(view.record.id).not.toBe(id);
  });
});

test('killed between becoming visible and the start, the reconciler starts it', async () => {
  await expect(createMigration(newMigration('unstarted'), killed)).rejects.toThrow('killed');
  const id = (await findMigration(newMigration('unstarted')))?.record.id ?? '';
  await age(id, 2 * 60_000);
  const { calls, port } = instances();
  await reconcile(port, failOnError);
  expect(calls).toContain(`start ${id}`);
});

test('an orchestration that is lost is sealed as Failed and recovered; one that runs is left alone', async () => {
  const { port } = durable();
  const lost = (await createMigration(newMigration('lost'), port)).view.record.id;
  const fine = (await createMigration(newMigration('fine'), port)).view.record.id;
  await age(lost, 2 * 60_000);
  await age(fine, 2 * 60_000);
  const { calls, port: instancePort } = instances({ [lost]: 'Failed', [fine]: 'Running' });
  await reconcile(instancePort, failOnError);
  expect(calls.filter((call) => call.includes(lost))).toEqual([
    `terminate ${lost}:steps`,
    `terminate ${lost}:db:0`,
    `startOrchestration recoverMigration ${lost}:recover`,
  ]);
  expect(calls.filter((call) => call.includes(fine))).toEqual([]);
  expect((await findMigrationById(lost))?.record).toMatchObject({ subState: 'CompletingMigration' });
});

test('deleting: an unknown one is nothing, a running one is cancelled, an ended one frees its name and keeps its events', async () => {
  const { port } = durable();
  const wanted = newMigration('deleted');
  expect(await deleteMigration(wanted, undefined, port)).toBeUndefined();
  const { view } = await createMigration(wanted, port);
  const { id } = view.record;
  await deleteMigration(wanted, undefined, port);
  expect(await seal({ migrationId: id })).toEqual({ outcome: 'Canceled' });
  expect(await cleanUp({ migrationId: id })).toEqual({ complete: true });
  await recordOutcome({ migrationId: id });
  expect((await secretNames()).filter((name) => name.includes(id))).toEqual([]);
  expect((await findMigration(wanted))?.record).toMatchObject({ state: 'Canceled', cleanup: 'Completed' });
  await deleteMigration(wanted, undefined, port);
  expect(await findMigration(wanted)).toBeUndefined();
  expect((await findMigrationById(id))?.record.deletedOn).toBeDefined();
  const again = await createMigration(wanted, port); // name and database are free again
  expect(again.created).toBe(true);
  expect((await findMigration(wanted))?.record.id).toBe(again.view.record.id);
});
