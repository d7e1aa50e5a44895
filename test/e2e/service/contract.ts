// Every migrations method of Azure's SDK 9.0.0, unmodified, over https with authentication on; refusals arrive as its RestError.
import { readFile } from 'node:fs/promises';
import { type Migration, PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { localCredential } from '../../../local/demo/client/local-credential';
import type { SourceAndTarget } from '../../support/source-and-target';
import { type ArmRequests, armRequests } from '../support/arm-requests';
import { armClient } from '../support/arm-sdk';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { createSmallDatabase, itemsIn } from '../support/small-database';
import { until, untilEnded } from '../support/until';

export function contract(service: Service, servers: SourceAndTarget): void {
  let scene: Scene;
  let sdk: PostgreSQLManagementFlexibleServerClient;
  let raw: ArmRequests;
  const target = ['local', 'contract'] as const;

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target, target[1]);
    sdk = await armClient(service.endpoints);
    raw = await armRequests(service.endpoints, scene.targetId);
    await createSmallDatabase(servers.source, 'shop');
  });

  test('create, get and update: tags are replaced, and an overwrite is agreed to', async () => {
    await createSmallDatabase(servers.target, 'shop', 1);
    const created = await sdk.migrations.create(...target, 'shop-1', migrationOf({ tags: { ticket: 'CHG1', team: 'a' } }));
    const { migrationId = '' } = created;
    expect(created).toMatchObject({
      id: `${scene.targetId}/migrations/shop-1`,
      name: 'shop-1',
      type: 'Microsoft.DBforPostgreSQL/flexibleServers/migrations',
      tags: { ticket: 'CHG1', team: 'a' },
      systemData: { createdByType: 'Application', createdAt: expect.any(Date) },
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      sourceDbServerResourceId: scene.sourceId,
      targetDbServerResourceId: scene.targetId,
      dbsToMigrate: ['shop'],
      overwriteDbsInTarget: 'False',
      triggerCutover: 'True',
      currentStatus: { state: 'InProgress', error: '' },
    });
    expect(created.secretParameters).toBeUndefined();

    await until(scene.client, migrationId, ({ state }) => state === 'WaitingForUserAction');
    expect(await sdk.migrations.update(...target, 'shop-1', { tags: { ticket: 'CHG2' } })).toMatchObject({ tags: { ticket: 'CHG2' } });
    const waiting = await sdk.migrations.get(...target, 'shop-1');
    expect(waiting.tags).toEqual({ ticket: 'CHG2' });
    expect(waiting.currentStatus?.currentSubStateDetails?.currentSubState).toBe('WaitingForTargetDBOverwriteConfirmation');

    expect(await sdk.migrations.update(...target, 'shop-1', { overwriteDbsInTarget: 'True' })).toMatchObject({
      overwriteDbsInTarget: 'True',
    });
    expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Succeeded' });
    const ended = await sdk.migrations.get(...target, 'shop-1');
    expect(ended).toMatchObject({
      sourceDbServerMetadata: { version: expect.stringMatching(new RegExp(`^${servers.source.major}`)) },
      targetDbServerMetadata: { version: expect.stringMatching(new RegExp(`^${servers.target.major}`)) },
      currentStatus: {
        state: 'Succeeded',
        error: '',
        currentSubStateDetails: {
          currentSubState: 'Completed',
          dbDetails: {
            shop: { migrationState: 'Succeeded', fullLoadCompletedTables: 1, fullLoadErroredTables: 0, endedOn: expect.any(Date) },
          },
          validationDetails: { status: expect.stringMatching(/^(Succeeded|Warning)$/) },
        },
      },
    });
    expect(await itemsIn(servers.target, 'shop')).toBe(100);
  });

  test('listByTargetServer tells what has not ended, or all; cancel ends a migration, then removes it', async () => {
    await createSmallDatabase(servers.source, 'later');
    const { migrationId = '' } = await sdk.migrations.create(
      ...target,
      'later-1',
      migrationOf({ dbsToMigrate: ['later'], startDataMigration: 'False' }),
    );
    await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForDataMigrationScheduling');
    expect(await listed()).toEqual(['later-1']); // Active is the default
    expect(await listed('Active')).toEqual(['later-1']);
    expect(await listed('All')).toEqual(['later-1', 'shop-1']);

    expect(await sdk.migrations.cancel(...target, 'later-1')).toMatchObject({ name: 'later-1', dbsToMigrate: ['later'] });
    await untilEnded(scene.client, migrationId);
    expect((await sdk.migrations.get(...target, 'later-1')).currentStatus?.state).toBe('Canceled');
    expect(await listed('Active')).toEqual([]);

    await sdk.migrations.cancel(...target, 'later-1');
    expect(await listed('All')).toEqual(['shop-1']);
    await expect(sdk.migrations.get(...target, 'later-1')).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
  });

  test('checkNameAvailability tells names that are taken or not valid', async () => {
    const type = 'Microsoft.DBforPostgreSQL/flexibleServers/migrations';
    const check = (name: string) => sdk.migrations.checkNameAvailability(...target, { name, type });
    expect(await check('shop-1')).toMatchObject({
      name: 'shop-1',
      type,
      nameAvailable: false,
      reason: 'AlreadyExists',
      message: expect.stringContaining('another name'),
    });
    expect(await check('-shop')).toMatchObject({ nameAvailable: false, reason: 'Invalid', message: expect.stringContaining("'-'") });
    expect(await check('shop-2')).toMatchObject({ name: 'shop-2', nameAvailable: true });
  });

  test('a request that breaks rules is a RestError with its code and every violation in details', async () => {
    const wrong = migrationOf({ dbsToMigrate: ['postgres_x', 'postgres_x'], migrationMode: 'Online', migrateRoles: 'True' });
    const error = await sdk.migrations.create(...target, '-wrong', wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'RestError', statusCode: 400, code: 'InvalidParameter' });
    const { details } = (error as { details: { error: { details: { target: string }[] } } }).details.error;
    expect(details.map((detail) => detail.target)).toEqual(
      expect.arrayContaining(['migrationName', 'properties.dbsToMigrate[1]', 'properties.migrationMode', 'properties.migrateRoles']),
    );
  });

  test('the name of an ended migration stays in use: RestError 409', async () => {
    const again = sdk.migrations.create(...target, 'shop-1', migrationOf({ dbsToMigrate: ['other'] }));
    await expect(again).rejects.toMatchObject({ name: 'RestError', statusCode: 409, code: 'MigrationNameInUse' });
  });

  test('without a token, or with one that nobody signed: 401 that says how to sign in', async () => {
    for (const headers of [undefined, { authorization: 'Bearer of.no.value' }]) {
      const reply = await raw.migration('shop-1', '2025-08-01', { as: 'nobody', headers });
      expect(reply).toMatchObject({ status: 401, body: { error: { code: 'AuthenticationFailed' } } });
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer /);
    }
  });

  test('a client that may only read gets 403 with the role that it needs', async () => {
    const reader = await clientOf('reader');
    expect(await reader.migrations.get(...target, 'shop-1')).toMatchObject({ name: 'shop-1' });
    const refused = { statusCode: 403, code: 'AuthorizationFailed', message: expect.stringContaining('Migrations.Write') };
    await expect(reader.migrations.create(...target, 'shop-2', migrationOf())).rejects.toMatchObject(refused);
    await expect(reader.migrations.update(...target, 'shop-1', { cancel: 'True' })).rejects.toMatchObject(refused);
    await expect(reader.migrations.cancel(...target, 'shop-1')).rejects.toMatchObject(refused);

    const writer = await clientOf('writer');
    await expect(writer.migrations.update(...target, 'shop-1', { overwriteDbsInTarget: 'True' })).rejects.toMatchObject({
      statusCode: 403,
      message: expect.stringContaining('Migrations.Approve'),
    });
  });

  function migrationOf(more: Partial<Migration> = {}): Migration {
    return {
      location: 'local',
      migrationMode: 'Offline',
      sourceDbServerResourceId: scene.sourceId,
      dbsToMigrate: ['shop'],
      secretParameters: {
        adminCredentials: { sourceServerPassword: servers.source.login.password, targetServerPassword: servers.target.login.password },
      },
      ...more,
    };
  }

  async function listed(migrationListFilter?: 'Active' | 'All'): Promise<string[]> {
    const names: string[] = [];
    for await (const { name = '' } of sdk.migrations.listByTargetServer(...target, { migrationListFilter })) names.push(name);
    return names;
  }

  async function clientOf(name: 'reader' | 'writer'): Promise<PostgreSQLManagementFlexibleServerClient> {
    const { apiHttps, caFile, subscriptionId, tokenScope } = service.endpoints;
    const ca = await readFile(caFile, 'utf8');
    const credential = localCredential(service.endpoints, ca, name);
    return new PostgreSQLManagementFlexibleServerClient(credential, subscriptionId, {
      endpoint: apiHttps,
      credentialScopes: tokenScope,
      tlsOptions: { ca },
      retryOptions: { maxRetries: 0 },
    });
  }
}
