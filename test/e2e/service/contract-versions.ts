// The other two api-versions, by raw requests over https: 2024-08-01, and the private preview with the specification's own example.

import type { SourceAndTarget } from '../../support/source-and-target';
import { type ArmRequests, armRequests, migrationIn } from '../support/arm-requests';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { createSmallDatabase, hasDatabase, itemsIn } from '../support/small-database';
import { until, untilEnded } from '../support/until';

export function contractVersions(service: Service, servers: SourceAndTarget): void {
  let scene: Scene;
  let raw: ArmRequests;
  const current = '2025-08-01';
  const stable = '2024-08-01';
  const preview = '2021-06-15-privatepreview';

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target);
    raw = await armRequests(service.endpoints, scene.targetId);
    for (const name of ['db1', 'db2', 'stable']) await createSmallDatabase(servers.source, name);
  });

  test("2021-06-15-privatepreview: the specification's example runs to Succeeded, in that version's casing and with true booleans", async () => {
    await createSmallDatabase(servers.target, 'db1', 1); // overwriteDBsInTarget is part of the example
    const body = exampleBody();
    const created = migrationIn(await raw.migration('testmigration', preview, { method: 'PUT', body }), 201);
    const { secretParameters, ...sent } = body.properties;
    const echoed = {
      ...sent,
      migrationWindowStartTimeInUtc: expect.stringMatching(/^2021-05-06T16:05:58(\.0+)?Z$/),
      secretParameters: {
        adminCredentials: {},
        aadApp: { clientId: secretParameters.aadApp.clientId, tenantId: secretParameters.aadApp.tenantId },
      },
      migrationName: 'testmigration',
      migrationDetailsLevel: 'Default',
      targetDBServerResourceId: scene.targetId,
    };
    expect(created).toMatchObject({ name: 'testmigration', location: 'westus', tags: {}, properties: echoed });
    expect(created.properties.currentStatus.state).toBe('InProgress');

    expect(await untilEnded(scene.client, created.properties.migrationId)).toMatchObject({ state: 'Succeeded' });
    const reply = await raw.migration('testmigration', preview);
    const { properties } = migrationIn(reply, 200);
    expect(properties).toMatchObject({
      ...echoed,
      startDataMigration: false,
      currentStatus: {
        state: 'Succeeded',
        error: '',
        currentSubStateDetails: {
          currentSubState: 'Completed',
          dbDetails: { db1: { migrationState: 'Succeeded' }, db2: { migrationState: 'Succeeded' } },
        },
      },
      sourceDBServerMetadata: { version: expect.stringMatching(new RegExp(`^${servers.source.major}`)) },
      targetDBServerMetadata: { version: expect.stringMatching(new RegExp(`^${servers.target.major}`)) },
    });
    expect(Object.keys(properties).filter((name) => /Db|^dbs/.test(name))).toEqual([]); // none in the casing of today's versions
    const sentSecrets = [...Object.values(secretParameters.adminCredentials), secretParameters.aadApp.aadSecret];
    for (const secret of sentSecrets) expect(reply.text).not.toContain(secret);
    expect(await itemsIn(servers.target, 'db1')).toBe(100);
    expect(await itemsIn(servers.target, 'db2')).toBe(100);
  });

  test('2021-06-15-privatepreview: level says how much is told', async () => {
    const read = async (level: string) =>
      migrationIn(await raw.migration('testmigration', preview, { query: `level=${level}` }), 200).properties;
    const [summary, full] = [await read('Summary'), await read('Full')];
    expect(summary).toMatchObject({ migrationDetailsLevel: 'Summary', currentStatus: { state: 'Succeeded' } });
    expect(summary.currentStatus.currentSubStateDetails).toEqual({ currentSubState: 'Completed' });
    expect(full.currentStatus.currentSubStateDetails).toHaveProperty('validationDetails.status');
    expect(await raw.migration('testmigration', preview, { query: 'level=Everything' })).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidParameter', details: [{ target: 'level' }] } },
    });
  });

  test('2021-06-15-privatepreview: aadApp is required, and violations have the names of that version', async () => {
    const { aadApp: _, ...secretParameters } = exampleBody().properties.secretParameters;
    const properties = { ...exampleBody().properties, secretParameters, dBsToMigrate: ['db1', 'db1'] };
    const reply = await raw.migration('without-app', preview, { method: 'PUT', body: { ...exampleBody(), properties } });
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'InvalidParameter' } } });
    const { details } = (reply.body as { error: { details: { target: string }[] } }).error;
    const targets = details.map(({ target }) => target);
    expect(targets).toContain('properties.dBsToMigrate[1]');
    expect(targets.some((target) => target.startsWith('properties.secretParameters.aadApp'))).toBe(true);
  });

  test('2021-06-15-privatepreview: a wait is answered with PATCH in the words of that version', async () => {
    const body = exampleBody();
    const { dBsToMigrate: _, overwriteDBsInTarget: __, ...properties } = body.properties;
    const created = migrationIn(await raw.migration('answered', preview, { method: 'PUT', body: { ...body, properties } }), 201);
    const { migrationId } = created.properties;
    expect(created.properties).toMatchObject({ dBsToMigrate: [], overwriteDBsInTarget: false });
    await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForDBsToMigrateSpecification');
    const answer = { properties: { dBsToMigrate: ['db2'], overwriteDBsInTarget: true } };
    const patched = migrationIn(await raw.migration('answered', preview, { method: 'PATCH', body: answer }), 200);
    expect(patched.properties).toMatchObject(answer.properties);
    expect(await untilEnded(scene.client, migrationId)).toMatchObject({ state: 'Succeeded' });
  });

  test('2021-06-15-privatepreview: an aadApp whose secret is wrong ends the migration as Failed, without showing the secret', async () => {
    const body = exampleBody();
    const aadSecret = 'not-the-secret-of-this-app';
    const { secretParameters } = body.properties;
    const properties = { ...body.properties, secretParameters: { ...secretParameters, aadApp: { ...secretParameters.aadApp, aadSecret } } };
    const created = migrationIn(await raw.migration('wrong-app', preview, { method: 'PUT', body: { ...body, properties } }), 201);
    await untilEnded(scene.client, created.properties.migrationId);
    const reply = await raw.migration('wrong-app', preview, { query: 'level=Full' });
    expect(migrationIn(reply, 200).properties.currentStatus).toMatchObject({
      state: 'Failed',
      error: expect.stringContaining('AAD_APP_INVALID'),
    });
    expect(reply.text).not.toContain(aadSecret);
  });

  test('2021-06-15-privatepreview: ValidationFailed shows as Failed, with its error; DELETE has no body', async () => {
    const body = exampleBody();
    const properties = { ...body.properties, dBsToMigrate: ['absent'], migrationOption: 'Validate' };
    const created = migrationIn(await raw.migration('failing', preview, { method: 'PUT', body: { ...body, properties } }), 201);
    await untilEnded(scene.client, created.properties.migrationId);
    const stateIn = async (version: string) => migrationIn(await raw.migration('failing', version), 200).properties.currentStatus;
    expect(await stateIn(current)).toMatchObject({ state: 'ValidationFailed' });
    expect(await stateIn(preview)).toMatchObject({ state: 'Failed', error: expect.stringContaining('absent') });
    expect(await hasDatabase(servers.target, 'absent')).toBe(false);

    expect(await raw.migration('failing', preview, { method: 'DELETE' })).toMatchObject({ status: 200, text: '' });
    expect(await raw.migration('failing', preview, { method: 'DELETE' })).toMatchObject({ status: 204, text: '' });
  });

  test('2024-08-01: create, read, list, change, and a DELETE without a body that cancels, then removes', async () => {
    const body = {
      Location: 'local', // names and words in any casing, as the CLI sends them
      properties: {
        MigrationMode: 'offline',
        SourceDbServerResourceId: scene.sourceId,
        DbsToMigrate: ['stable'],
        StartDataMigration: 'false',
        SecretParameters: { AdminCredentials: passwords() },
        somethingNew: 1,
      },
    };
    const reply = await raw.migration('stable-1', stable, { method: 'PUT', body });
    const { migrationId } = migrationIn(reply, 201).properties;
    expect(reply.headers['x-ms-pgflex-ignored-properties']).toBe('properties.somethingNew');
    expect(migrationIn(reply, 201).properties).toMatchObject({
      migrationMode: 'Offline',
      startDataMigration: 'False',
      dbsToMigrate: ['stable'],
    });
    const same = await raw.migration('stable-1', stable, { method: 'PUT', body });
    expect(migrationIn(same, 200).properties.migrationId).toBe(migrationId);

    await until(scene.client, migrationId, ({ subState }) => subState === 'WaitingForDataMigrationScheduling');
    const list = await raw.migration('', stable);
    expect(list).toMatchObject({ status: 200, body: { value: [{ name: 'stable-1', properties: { overwriteDbsInTarget: 'False' } }] } });
    // One model: what one version made, the other reads in its own words.
    const inPreview = migrationIn(await raw.migration('stable-1', preview), 200).properties;
    expect(inPreview).toMatchObject({ dBsToMigrate: ['stable'], overwriteDBsInTarget: false, startDataMigration: false });
    const tagged = await raw.migration('stable-1', stable, { method: 'PATCH', body: { tags: { ticket: 'CHG3' } } });
    expect(migrationIn(tagged, 200).tags).toEqual({ ticket: 'CHG3' });

    expect(await raw.migration('stable-1', stable, { method: 'DELETE' })).toMatchObject({ status: 200, text: '' });
    await untilEnded(scene.client, migrationId);
    expect(migrationIn(await raw.migration('stable-1', stable), 200).properties.currentStatus.state).toBe('Canceled');
    expect(await raw.migration('stable-1', stable, { method: 'DELETE' })).toMatchObject({ status: 200, text: '' });
    expect(await raw.migration('stable-1', stable)).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
    expect(await raw.migration('stable-1', stable, { method: 'DELETE' })).toMatchObject({ status: 204, text: '' });
  });

  const passwords = () => ({
    sourceServerPassword: servers.source.login.password,
    targetServerPassword: servers.target.login.password,
  });

  /** azure-apis.md 1.3, adapted only in ids, servers, credentials and database names. */
  function exampleBody() {
    const { subscriptionId, tenantId, clients } = service.endpoints;
    const { source, target } = servers;
    return {
      location: 'westus',
      tags: {},
      properties: {
        sourceDBServerResourceId: scene.sourceId,
        sourceDBServerFullyQualifiedDomainName: `${source.host}:${source.port}`,
        targetDBServerFullyQualifiedDomainName: `${target.host}:${target.port}`,
        secretParameters: {
          adminCredentials: passwords(),
          aadApp: { clientId: clients.aadApp.clientId, tenantId, aadSecret: clients.aadApp.clientSecret },
        },
        migrationResourceGroup: {
          resourceId: `/subscriptions/${subscriptionId}/resourceGroups/tmp-rg`,
          subnetResourceId: `/subscriptions/${subscriptionId}/resourceGroups/tmp-rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
        },
        dBsToMigrate: ['db1', 'db2'],
        setupLogicalReplicationOnSourceDBIfNeeded: true,
        overwriteDBsInTarget: true,
        migrationWindowStartTimeInUtc: '2021-05-06T16:05:58Z',
        startDataMigration: false,
        triggerCutover: true,
      },
    };
  }
}
