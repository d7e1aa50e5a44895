// Azure's own SDK, unmodified, runs whole migrations against the local service, and the events arrive over Service Bus.
import type { Migration, PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { isTerminalEvent, subscribe } from '../../../local/demo/client/subscriber';
import { contentHash } from '../../support/content-hash';
import { loadChinook } from '../../support/load-chinook';
import type { SourceAndTarget } from '../../support/source-and-target';
import { armClient } from '../support/arm-sdk';
import { holdCopy } from '../support/hold-copy';
import { createLargeDatabase } from '../support/large-database';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { until, untilEnded } from '../support/until';

export function wholeMigrations(service: Service, servers: SourceAndTarget): void {
  let scene: Scene;
  let sdk: PostgreSQLManagementFlexibleServerClient;
  const target = ['local', 'target'] as const;
  const eventPatienceMs = 10_000;
  const megabytesBeforeCancel = 20;

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target);
    sdk = await armClient(service.endpoints);
  });

  test('a migration is created, polled to Succeeded and listed; the data is equal on both sides, and its events came in order', async () => {
    await loadChinook(servers.source, 'chinook');
    const created = await sdk.migrations.create(...target, 'chinook-1', migrationOf('chinook'));
    expect(created).toMatchObject({ name: 'chinook-1', migrationMode: 'Offline', currentStatus: { state: 'InProgress' } });
    const id = created.migrationId ?? '';
    const subscriber = await subscribe(service.endpoints, id);
    try {
      const ended = await ending('chinook-1');
      expect(ended.currentStatus).toMatchObject({ state: 'Succeeded', error: '' });
      expect(ended.currentStatus?.currentSubStateDetails?.dbDetails?.chinook).toMatchObject({ migrationState: 'Succeeded' });
      expect(ended.secretParameters).toBeUndefined();
      expect(await listed()).toContain('chinook-1');
      expect(await contentHash(servers.target, 'chinook')).toEqual(await contentHash(servers.source, 'chinook'));

      await subscriber.until(isTerminalEvent, eventPatienceMs);
      const events = subscriber.received.map(({ event }) => event);
      expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(isTerminalEvent)).toEqual(events.slice(-1));
      expect(events.at(-1)).toMatchObject({ data: { state: 'Succeeded', migrationId: id } });
    } finally {
      await subscriber.close();
    }
  });

  test('a migration that has ended cannot be cancelled, and its name is taken until it is deleted', async () => {
    await expect(sdk.migrations.update(...target, 'chinook-1', { cancel: 'True' })).rejects.toMatchObject({ statusCode: 409 });
    const check = () =>
      sdk.migrations.checkNameAvailability(...target, {
        name: 'chinook-1',
        type: 'Microsoft.DBforPostgreSQL/flexibleServers/migrations',
      });
    expect(await check()).toMatchObject({ nameAvailable: false });
    await sdk.migrations.cancel(...target, 'chinook-1'); // the SDK's word for DELETE
    expect(await listed()).not.toContain('chinook-1');
    await expect(sdk.migrations.get(...target, 'chinook-1')).rejects.toMatchObject({ statusCode: 404 });
    expect(await check()).toMatchObject({ nameAvailable: true });
  });

  test('a database that exists on the target is replaced only after PATCH of overwriteDbsInTarget', async () => {
    await servers.source.createDatabase('stock');
    await servers.source.run('stock', 'CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item SELECT generate_series(1, 1000)');
    await servers.target.createDatabase('stock');
    await servers.target.run('stock', 'CREATE TABLE old (id int); INSERT INTO old VALUES (1)');
    const { migrationId = '' } = await sdk.migrations.create(...target, 'stock-1', migrationOf('stock'));
    const waiting = await until(scene.client, migrationId, ({ state }) => state === 'WaitingForUserAction');
    expect(waiting.waits).toMatchObject([{ kind: 'overwrite', state: 'open', databases: [{ name: 'stock', tables: 1 }] }]);
    expect((await sdk.migrations.get(...target, 'stock-1')).currentStatus).toMatchObject({
      state: 'WaitingForUserAction',
      currentSubStateDetails: { currentSubState: 'WaitingForTargetDBOverwriteConfirmation' },
    });

    await sdk.migrations.update(...target, 'stock-1', { overwriteDbsInTarget: 'True' });
    expect((await ending('stock-1')).currentStatus?.state).toBe('Succeeded');
    expect(await contentHash(servers.target, 'stock')).toEqual(await contentHash(servers.source, 'stock'));
  });

  test('a running migration is cancelled, and cancelling it again changes nothing', async () => {
    await createLargeDatabase(servers.source, 'archive', 80);
    const { migrationId = '' } = await sdk.migrations.create(...target, 'archive-1', migrationOf('archive'));
    const release = await holdCopy(servers.source, servers.target, 'large', megabytesBeforeCancel);
    const cancel = () => sdk.migrations.update(...target, 'archive-1', { cancel: 'True' });
    await cancel().then(cancel).finally(release);
    expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Canceled' });
    expect((await sdk.migrations.get(...target, 'archive-1')).currentStatus?.state).toBe('Canceled');
  });

  function migrationOf(database: string): Migration {
    return {
      location: 'local',
      migrationMode: 'Offline',
      sourceDbServerResourceId: scene.sourceId,
      dbsToMigrate: [database],
      secretParameters: {
        adminCredentials: { sourceServerPassword: servers.source.login.password, targetServerPassword: servers.target.login.password },
      },
    };
  }

  /** Polls as the SDK's users do. */
  async function ending(name: string): Promise<Migration> {
    for (;;) {
      const migration = await sdk.migrations.get(...target, name);
      if (['Succeeded', 'Failed', 'Canceled'].includes(migration.currentStatus?.state ?? '')) return migration;
      await new Promise((next) => setTimeout(next, 100));
    }
  }

  async function listed(): Promise<string[]> {
    const names: string[] = [];
    for await (const { name = '' } of sdk.migrations.listByTargetServer(...target, { migrationListFilter: 'All' })) names.push(name);
    return names;
  }
}
