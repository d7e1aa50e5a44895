// Validate only, every wait of an offline migration with its answer, and the product's own routes, over https with authentication on.
import { readFile } from 'node:fs/promises';
import type { SourceAndTarget } from '../../support/source-and-target';
import { type ArmMigration, type ArmRequests, armRequests, migrationIn, type ValidationDetails } from '../support/arm-requests';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { createSmallDatabase, hasDatabase, itemsIn } from '../support/small-database';
import { until, untilEnded } from '../support/until';

export function contractWaits(service: Service, servers: SourceAndTarget): void {
  let scene: Scene;
  let raw: ArmRequests;
  const version = '2025-08-01';

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target);
    raw = await armRequests(service.endpoints, scene.targetId);
    for (const name of ['shop', 'stock', 'books']) await createSmallDatabase(servers.source, name);
  });

  describe('Validate', () => {
    test('looks, ends Succeeded with what it found, and moves nothing', async () => {
      const { migrationId } = await put('look-1', { dbsToMigrate: ['shop'], migrationOption: 'Validate' });
      expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Succeeded' });
      const { properties } = await get('look-1');
      expect(properties).toMatchObject({ migrationOption: 'Validate', currentStatus: { state: 'Succeeded', error: '' } });
      const found = validationOf(properties);
      expect(found.status).toMatch(/^(Succeeded|Warning)$/);
      expect(found.dbLevelValidationDetails).toMatchObject([{ databaseName: 'shop' }]);
      expect(await hasDatabase(servers.target, 'shop')).toBe(false);
    });

    test('of a database that is not there ends ValidationFailed, and says of which', async () => {
      const { migrationId } = await put('look-2', { dbsToMigrate: ['shop', 'absent'], migrationOption: 'Validate' });
      expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'ValidationFailed' });
      const { properties } = await get('look-2');
      expect(properties.currentStatus).toMatchObject({ state: 'ValidationFailed', error: expect.stringContaining('absent') });
      const found = validationOf(properties);
      expect(found.status).toBe('Failed');
      const summaryOf = (name: string) => found.dbLevelValidationDetails.find(({ databaseName }) => databaseName === name)?.summary;
      expect(summaryOf('absent')).toMatchObject([{ type: 'SOURCE_DATABASE_MISSING', state: 'Failed', messages: [{ state: 'Failed' }] }]);
      expect(summaryOf('shop')?.filter(({ state }) => state === 'Failed')).toEqual([]);
      expect(await hasDatabase(servers.target, 'shop')).toBe(false);
    });
  });

  describe('waits', () => {
    test('without databases it waits for them, and PATCH dbsToMigrate lets it go on', async () => {
      const { migrationId } = await put('databases-1', {});
      await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForDBsToMigrateSpecification');
      expect(await subStateOf('databases-1')).toEqual(['WaitingForUserAction', 'WaitingForDBsToMigrateSpecification']);
      expect((await patch('databases-1', { dbsToMigrate: ['shop'] })).properties.dbsToMigrate).toEqual(['shop']);
      expect(await untilEnded(scene.client, migrationId)).toMatchObject({
        state: 'Succeeded',
        databases: [{ name: 'shop', state: 'Succeeded' }],
      });
      expect(await itemsIn(servers.target, 'shop')).toBe(100);
    });

    test('startDataMigration False: it waits for somebody to start it; the same answer again is 200', async () => {
      const { migrationId } = await put('schedule-1', { dbsToMigrate: ['stock'], startDataMigration: 'False' });
      await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForDataMigrationScheduling');
      expect(await subStateOf('schedule-1')).toEqual(['WaitingForUserAction', 'WaitingForDataMigrationScheduling']);
      expect(await hasDatabase(servers.target, 'stock')).toBe(false);
      await patch('schedule-1', { startDataMigration: 'True' });
      expect((await patch('schedule-1', { startDataMigration: 'True' })).properties.startDataMigration).toBe('True');
      expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Succeeded' });
      expect(await itemsIn(servers.target, 'stock')).toBe(100);
    });

    test('a window ahead: it waits and goes on by itself, not before', async () => {
      const aheadMs = 4_000; // pre-flight has to end before: about 1 s
      const window = new Date(Date.now() + aheadMs).toISOString();
      const { migrationId } = await put('window-1', { dbsToMigrate: ['books'], migrationWindowStartTimeInUtc: window });
      await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForDataMigrationWindow');
      expect((await get('window-1')).properties.migrationWindowStartTimeInUtc).toBe(window);
      expect(await hasDatabase(servers.target, 'books')).toBe(false);
      const ended = await untilEnded(scene.client, migrationId);
      expect(ended).toMatchObject({ state: 'Succeeded', waits: [{ kind: 'window', state: 'begun' }] });
      const events = await scene.client.events(migrationId);
      const moving = events.find(({ data }) => (data as { substate?: string }).substate === 'MigratingData');
      expect(new Date(String(moving?.time)).getTime()).toBeGreaterThanOrEqual(new Date(window).getTime());
    });
  });

  interface Approval {
    approvalId: string;
    state: string;
    fingerprint: string;
    databases: { name: string; tables: number }[];
    decidedBy?: string;
    reason?: string;
  }

  test('an overwrite is decided on its own route: for what was shown, by who may, once', async () => {
    await createSmallDatabase(servers.source, 'accounts');
    await createSmallDatabase(servers.target, 'accounts', 1);
    const { migrationId } = await put('approval-1', { dbsToMigrate: ['accounts'] });
    await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForTargetDBOverwriteConfirmation');
    const route = `/api/migrations/${migrationId}/approvals`;
    const approvals = async () => ((await raw.send(route)).body as { value: Approval[] }).value;
    const [open] = await approvals();
    expect(open).toMatchObject({ state: 'open', databases: [{ name: 'accounts', tables: 1 }] });
    const { approvalId, fingerprint } = open as Approval;
    const decide = (decision: string, { ifMatch = `"${fingerprint}"`, as }: { ifMatch?: string; as?: 'writer' | 'approver' } = {}) =>
      raw.send(`${route}/${approvalId}`, {
        method: 'POST',
        body: { decision, reason: 'CHG0042' },
        headers: ifMatch ? { 'if-match': ifMatch } : {},
        as,
      });

    expect(await decide('overwrite', { ifMatch: '"of-something-else"' })).toMatchObject({
      status: 412,
      body: { error: { code: 'PreconditionFailed' } },
    });
    expect((await decide('overwrite', { ifMatch: '' })).status).toBe(400);
    expect((await decide('perhaps')).status).toBe(400);
    expect(await decide('overwrite', { as: 'writer' })).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('Migrations.Approve') } },
    });
    expect(await itemsIn(servers.target, 'accounts')).toBe(1);

    const by = service.endpoints.clients.approver.clientId;
    const decided = { state: 'decided', decision: 'overwrite', decidedBy: by, reason: 'CHG0042' };
    expect(await decide('overwrite', { as: 'approver' })).toMatchObject({ status: 200, body: decided });
    expect(await decide('overwrite')).toMatchObject({ status: 200, body: decided });
    expect(await decide('cancel')).toMatchObject({ status: 409, body: { error: { code: 'OperationNotAllowed' } } });
    expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Succeeded' });
    expect(await approvals()).toMatchObject([decided]);
    expect(await itemsIn(servers.target, 'accounts')).toBe(100);
  });

  test('POST /api/migrations:cancel answers for each migration', async () => {
    const { migrationId } = await put('many-1', {});
    const unknown = '00000000-0000-4000-8000-000000000000';
    const reply = await raw.send('/api/migrations:cancel', { method: 'POST', body: { ids: [migrationId, unknown] } });
    expect(reply).toMatchObject({
      status: 200,
      body: [
        { id: migrationId, name: 'many-1', status: 200 },
        { id: unknown, name: null, status: 404, error: { code: 'ResourceNotFound' } },
      ],
    });
    expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Canceled' });
    const again = await raw.send('/api/migrations:cancel', { method: 'POST', body: { ids: [migrationId] } });
    expect(again).toMatchObject({ status: 200, body: [{ id: migrationId, name: 'many-1', status: 200 }] });
  });

  test('POST /api/plan divides the databases of the source among migrations', async () => {
    const { adminCredentials } = secrets();
    const properties = { sourceDbServerResourceId: scene.sourceId, secretParameters: { adminCredentials } };
    const plan = (more: object) => raw.send('/api/plan', { method: 'POST', body: { properties: { ...properties, ...more } } });
    const all = await plan({});
    expect(all).toMatchObject({
      status: 200,
      body: { migrations: [{ dbsToMigrate: expect.arrayContaining(['shop', 'stock', 'books']) }] },
    });
    const { sizeBytes, migrations } = all.body as {
      sizeBytes: number;
      migrations: { sizeBytes: number; databases: { sizeBytes: number }[] }[];
    };
    expect(migrations.flatMap(({ databases }) => databases).reduce((sum, database) => sum + database.sizeBytes, 0)).toBe(sizeBytes);
    expect(await plan({ dbsToMigrate: ['shop', 'absent'] })).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidParameter', details: [{ target: 'properties.dbsToMigrate[1]' }] } },
    });
  });

  test('GET /api/openapi.json is the document in the repository', async () => {
    const { status, body } = await raw.send('/api/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(await readFile('openapi.json', 'utf8')));
  });

  const secrets = () => ({
    adminCredentials: { sourceServerPassword: servers.source.login.password, targetServerPassword: servers.target.login.password },
  });

  async function put(name: string, properties: Record<string, unknown>): Promise<ArmMigration['properties']> {
    const body = {
      location: 'local',
      properties: { sourceDbServerResourceId: scene.sourceId, secretParameters: secrets(), ...properties },
    };
    return migrationIn(await raw.migration(name, version, { method: 'PUT', body }), 201).properties;
  }

  const get = async (name: string): Promise<ArmMigration> => migrationIn(await raw.migration(name, version), 200);

  const patch = async (name: string, properties: Record<string, unknown>): Promise<ArmMigration> =>
    migrationIn(await raw.migration(name, version, { method: 'PATCH', body: { properties } }), 200);

  async function subStateOf(name: string): Promise<[string, string | undefined]> {
    const { state, currentSubStateDetails } = (await get(name)).properties.currentStatus;
    return [state, currentSubStateDetails?.currentSubState];
  }

  function validationOf({ currentStatus }: ArmMigration['properties']): ValidationDetails {
    const details = currentStatus.currentSubStateDetails?.validationDetails;
    if (!details) throw new Error(`There are no validationDetails in ${JSON.stringify(currentStatus)}.`);
    return details;
  }
}
