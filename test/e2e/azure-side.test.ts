// Azure's side of whole migrations: firewalls that are enforced, logical replication that takes a restart, the engine dms, and rights that are
// exactly those of docs/permissions.md. Afterwards everything is as it was before.

import { setTimeout as delay } from 'node:timers/promises';
import { type MigrationClient, migrationClient } from '../../local/demo/client/migration-client';
import { registerServer } from '../../local/demo/client/register-server';
import { compareDatabases } from '../../local/demo/compare/compare-databases';
import { newestMajor, sourceMajor } from '../../local/postgres/installations';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { startPostgres } from '../../local/postgres/start-postgres';
import { type ArmDesk, openArmDesk } from '../../local/verify/faults/arm-desk';
import { leastRights } from '../../local/verify/faults/least-rights';
import { permissions } from '../../shared/domain/permissions';
import { networkPlans } from './service/network-plans';
import { leftBehind, nothingLeft } from './support/left-behind';
import { useServiceWith } from './support/service';
import { until, untilEnded } from './support/until';

const purposes = ['look', 'firewall', 'replication', 'dms'] as const;
const service = useServiceWith({ PGFLEX_OUTBOUND_ADDRESSES: '127.0.0.1' });
let source: PostgresServer;
let target: PostgresServer;
let ids: { source: string; target: string; subnet: string };
let client: MigrationClient;
let arm: ArmDesk;
let before: unknown;

beforeAll(async () => {
  [source, target] = await Promise.all([startPostgres({ major: sourceMajor() }), startPostgres({ major: newestMajor() })]);
  await source.createDatabase('shop');
  await source.run('shop', fixture);
  const { subscriptionId, resourceGroup, api } = service.endpoints;
  const control = ({ dataDirectory }: PostgresServer) => ({ dataDirectory, enforceFirewall: true });
  ids = {
    source: await registerServer(service.endpoints, { kind: 'servers', name: 'old', server: source, control: control(source) }),
    target: await registerServer(service.endpoints, { kind: 'flexibleServers', name: 'new', server: target, control: control(target) }),
    subnet: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/virtualNetworks/hub/subnets/dms`,
  };
  client = migrationClient(api, ids.target);
  arm = await openArmDesk(service.endpoints);
  const office = { properties: { startIpAddress: '198.51.100.1', endIpAddress: '198.51.100.9' } };
  for (const server of [ids.source, ids.target]) await arm.put(`${server}/firewallRules/office`, office);
  await arm.set('rbac', leastRights('service', { subscriptionId, resourceGroup, ...ids }, purposes));
  before = await azureState();
});
afterAll(async () => {
  await Promise.all([source?.stop(), target?.stop()]);
});

test('engine direct comes through enforced firewalls, with the least rights, and closes them again', async () => {
  await arm.set('postgres', { operationSeconds: 0.2 });
  expect(await refusals()).toEqual([true, true]);
  const overview = await migrate('direct', {});
  expect(overview).toMatchObject({ state: 'Succeeded', cleanup: { state: 'Completed' } });
  const rules = overview.cleanup.items.filter(({ kind }) => kind === 'firewallRule');
  expect(rules.map(({ fate }) => fate)).toEqual(['removed', 'removed']);
  await everythingIsAsBefore();
  await arm.set('postgres', { operationSeconds: 0 });
});

test('engine dms has logical replication switched on by a restart, where it may, and off again at the end', async () => {
  await arm.set('dataMigration', { serviceSeconds: 1, queueSeconds: 0 });
  await arm.set('providers', { 'Microsoft.DataMigration': { state: 'NotRegistered', seconds: 0 } });
  const overview = await migrate('dms', { setupLogicalReplicationOnSourceDbIfNeeded: 'True' });
  expect(overview).toMatchObject({ state: 'Succeeded', cleanup: { state: 'Completed' } });
  expect(overview.cleanup.items).toEqual(
    expect.arrayContaining(
      ['serverParameter', 'firewallRule', 'dmsService', 'dmsProject', 'dmsTask', 'replicationSlot'].map((kind) =>
        expect.objectContaining({ kind, fate: expect.stringMatching(/removed|absent/) }),
      ),
    ),
  );
  expect(await walLevel()).toBe('replica');
  await everythingIsAsBefore();
});

test('where it may not, the migration waits in the sub-state of the specification, until a PATCH says that it may', async () => {
  const created = await create('dms', {});
  const id = created.properties.migrationId;
  const waiting = await until(client, id, ({ state }) => state === 'WaitingForUserAction');
  expect(waiting.subState).toBe('WaitingForLogicalReplicationSetupRequestOnSourceDB');
  expect(await walLevel()).toBe('replica');
  await client.patch(created.name, { setupLogicalReplicationOnSourceDbIfNeeded: 'True' });
  await untilEnded(client, id);
  const overview = await untilCleanedUp(id);
  expect(overview).toMatchObject({ state: 'Succeeded', cleanup: { state: 'Completed' } });
  await everythingIsAsBefore();
});

describe('the way between two servers', () => networkPlans(service));

/** Needed by what did not come here: a server of the other kind, a service that Azure had stopped, a task that is cancelled, operations of minutes. */
const notUsed = [
  'Microsoft.DataMigration/services/start/action',
  'Microsoft.DataMigration/services/projects/tasks/cancel/action',
  'Microsoft.Network/virtualNetworks/subnets/read',
  'Microsoft.Network/virtualNetworks/subnets/join/action',
  'Microsoft.DBforPostgreSQL/locations/operationResults/read',
];

test('no right was listed in vain: each was used, but for those of situations that did not come', async () => {
  const used = (await arm.requests()).filter(({ status }) => status !== 403).map(({ action }) => action.toLowerCase());
  const listed = permissions.filter(({ purpose, scope, kind }) => {
    const applies = !(scope === 'source' && kind === 'flexibleServer');
    return applies && purposes.some((own) => own === purpose);
  });
  const unused = new Set(listed.map(({ action }) => action).filter((action) => !used.includes(action.toLowerCase())));
  expect([...unused].filter((action) => !notUsed.includes(action))).toEqual([]);
});

const fixture = `
  CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, joined timestamptz DEFAULT now());
  CREATE TABLE invoice (id bigserial PRIMARY KEY, customer int REFERENCES customer, total numeric(12, 2), note jsonb);
  INSERT INTO customer SELECT n, 'customer ' || n FROM generate_series(1, 500) n;
  INSERT INTO invoice (customer, total, note) SELECT 1 + n % 500, n * 1.25, jsonb_build_object('n', n) FROM generate_series(1, 2000) n;
  CREATE INDEX ON invoice (customer);`;

let count = 0;
const create = (engine: string, more: Record<string, unknown>) =>
  client.create(`azure-${++count}`, {
    sourceDbServerResourceId: ids.source,
    dbsToMigrate: ['shop'],
    sourcePassword: source.login.password,
    targetPassword: target.login.password,
    more: { engine, migrationResourceGroup: { subnetResourceId: ids.subnet }, ...more },
  });

async function migrate(engine: string, more: Record<string, unknown>) {
  const { properties } = await create(engine, more);
  await untilEnded(client, properties.migrationId);
  return untilCleanedUp(properties.migrationId);
}

async function untilCleanedUp(id: string) {
  for (const giveUpOn = Date.now() + 30_000; ; await delay(50)) {
    const overview = await client.overview(id);
    if (overview.cleanup.state !== 'Pending' || Date.now() > giveUpOn) return overview;
  }
}

async function everythingIsAsBefore(): Promise<void> {
  for (const giveUpOn = Date.now() + 5_000; ; ) {
    const refused = await refusals(); // a server reads its file a moment after it was told to
    if (refused.every((each) => each)) break;
    if (Date.now() > giveUpOn) throw new Error('The firewalls are still open.');
  }
  expect(await azureState()).toEqual(before);
  expect(await leftBehind(service.endpoints, [source, target])).toEqual(nothingLeft);
  expect(await source.run('postgres', 'SELECT slot_name FROM pg_replication_slots', { as: 'superuser' })).toEqual([]);
  const superusers = [source, target].map(({ host, port, superuser }) => ({ host, port, login: superuser })) as [
    PostgresServer,
    PostgresServer,
  ];
  expect((await compareDatabases(...superusers, ['shop'])).differences).toEqual([]);
  await target.run('postgres', 'DROP DATABASE shop', { as: 'superuser' });
}

const refusals = () =>
  Promise.all(
    [source, target].map((server) =>
      server.run('postgres', 'SELECT 1').then(
        () => false,
        (error: Error) => /no pg_hba.conf entry/.test(error.message),
      ),
    ),
  );

const walLevel = async () =>
  (await source.run<{ level: string }>('postgres', "SELECT current_setting('wal_level') AS level", { as: 'superuser' }))[0]?.level;

/** Everything that Azure knows of both servers, and of what was made for the migration. */
async function azureState() {
  const { subscriptionId } = service.endpoints;
  const parts = [ids.source, ids.target].flatMap((id) => [id, `${id}/firewallRules`, `${id}/configurations`]);
  return Promise.all(
    [...parts, `/subscriptions/${subscriptionId}/providers/Microsoft.DataMigration/services`].map((path) => arm.read(path)),
  );
}
