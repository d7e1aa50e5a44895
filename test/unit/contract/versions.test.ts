// What the api-versions have different: the private preview's own casing and booleans, and how each shows states.
import { apiVersionOf, apiVersions } from '../../../shared/contract/api-versions';
import { Rejection } from '../../../shared/domain/rejections';
import type { MigrationState, SubState } from '../../../shared/domain/states';
import { canaries, reference, sourceId } from './bodies';
import { view } from './views';

const now = new Date('2026-06-01T12:00:00Z');
const versionOf = (name: string) => apiVersionOf([['api-version', name]]);
const preview = versionOf('2021-06-15-privatepreview');

/** The example of azure-apis.md 1.3, with one thing changed. */
const example = (changes: Record<string, unknown> = {}) => ({
  location: 'westus',
  tags: {},
  properties: {
    sourceDBServerResourceId: sourceId,
    secretParameters: {
      adminCredentials: { sourceServerPassword: canaries.source, targetServerPassword: canaries.target },
      aadApp: { clientId: 'c', tenantId: 't', aadSecret: canaries.aad },
    },
    migrationResourceGroup: {
      resourceId: '/subscriptions/S/resourceGroups/tmp-rg',
      subnetResourceId: '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s',
    },
    dBsToMigrate: ['db1', 'db2'],
    setupLogicalReplicationOnSourceDBIfNeeded: true,
    overwriteDBsInTarget: true,
    migrationWindowStartTimeInUtc: '2021-05-06T16:05:58Z',
    startDataMigration: false,
    triggerCutover: true,
    ...changes,
  },
});
const decode = (body: Record<string, unknown>) => preview.decodeMigration(reference, body, { now });

function violations(body: Record<string, unknown>): string[] {
  try {
    decode(body);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return (error.extra.details ?? []).map(({ message }) => message);
  }
  return [];
}

test("the private preview's own example is read, its window in the past counts as begun, and it is echoed", () => {
  const { request, secrets, ignored } = decode(example());
  expect(ignored).toEqual([]);
  expect(secrets).toEqual({ sourcePassword: canaries.source, targetPassword: canaries.target, aadSecret: canaries.aad });
  expect(request).toMatchObject({ databases: ['db1', 'db2'], overwriteDatabases: true, setupLogicalReplication: true });
  const written = preview.encodeMigration(view({ request }));
  expect(written).toMatchObject({
    location: 'westus',
    properties: {
      ...example().properties,
      migrationWindowStartTimeInUtc: '2021-05-06T16:05:58.000Z',
      secretParameters: { adminCredentials: {}, aadApp: { clientId: 'c', tenantId: 't' } },
      migrationName: 'Mig-1',
      migrationDetailsLevel: 'Default',
    },
  });
  for (const canary of Object.values(canaries)) expect(JSON.stringify(written)).not.toContain(canary);
});

test.each<[string, Record<string, unknown>, string]>([
  ['no AAD application', { secretParameters: example().properties.secretParameters.adminCredentials }, 'aadApp.clientId is required.'],
  ['a cutover to come', { triggerCutover: false }, 'properties.triggerCutover must not be false: it asks for an online migration'],
  ['a source that is none', { sourceDBServerResourceId: 'x' }, "properties.sourceDBServerResourceId has no user: 'x'"],
  ['nine databases', { dBsToMigrate: [...'abcdefghi'] }, 'properties.dBsToMigrate has 9 databases'],
  ['roles', { migrateRoles: true }, 'properties.migrateRoles must not be "True"'],
  [
    'a resource group that is none',
    { migrationResourceGroup: { resourceId: 'rg' } },
    'migrationResourceGroup.resourceId must be the resource id',
  ],
])('the private preview refuses %s, in its own casing', (_, changes, message) => {
  expect(violations(example(changes)).join('\n')).toContain(message);
});

test.each(['2024-08-01', '2025-08-01'])('%s does not need the AAD application, and takes the resource group for the engine dms', (name) => {
  const { migrationWindowStartTimeInUtc: _past, ...properties } = example().properties;
  const { ignored, request } = versionOf(name).decodeMigration(reference, { location: 'l', properties }, { now });
  expect(ignored).toEqual([]);
  expect(request.migrationResourceGroup).toEqual(properties.migrationResourceGroup);
});

const shownBy = (name: string, state: MigrationState, subState: SubState) => {
  const cancelled = {
    migrationId: 'x',
    number: 0,
    name: 'app',
    state: 'InProgress' as const,
    cancelRequestedOn: '2026-06-01T12:00:04.000Z',
  };
  const { properties } = versionOf(name).encodeMigration(view({ state, subState }, { databases: [cancelled] })) as {
    properties: { currentStatus: { state: string; currentSubStateDetails: { currentSubState: string; dbDetails: object } } };
  };
  const { state: shown, currentSubStateDetails } = properties.currentStatus;
  return [shown, currentSubStateDetails.currentSubState];
};

test.each<[MigrationState, SubState, string[], string[]]>([
  ['InProgress', 'CompletingMigration', ['CleaningUp', 'CompletingMigration'], ['InProgress', 'CompletingMigration']],
  ['InProgress', 'MigratingData', ['InProgress', 'CancelingRequestedDBMigrations'], ['InProgress', 'MigratingData']],
  ['InProgress', 'ValidationInProgress', ['InProgress', 'ValidationInProgress'], ['InProgress', 'PerformingPreRequisiteSteps']],
  ['ValidationFailed', 'Completed', ['ValidationFailed', 'Completed'], ['Failed', 'Completed']],
])('%s/%s is shown in the words of each version', (state, subState, current, older) => {
  expect(shownBy('2025-08-01', state, subState)).toEqual(current);
  expect(shownBy('2024-08-01', state, subState)).toEqual(current);
  expect(shownBy('2021-06-15-privatepreview', state, subState)).toEqual(older);
});

const finding = { message: 'm', hint: 'h', owner: 'customer' as const, retryable: false };
const validation = {
  status: 'Failed' as const,
  startedOn: '2026-06-01T12:00:01.000Z',
  endedOn: '2026-06-01T12:00:02.000Z',
  findings: [
    { ...finding, code: 'COLLATION_MISSING' as const, severity: 'error' as const, database: 'app' },
    { ...finding, code: 'COLLATION_MISSING' as const, severity: 'warning' as const, database: 'app' },
    { ...finding, code: 'TARGET_VERSION_OLDER' as const, severity: 'error' as const },
  ],
};

test('what validation found is shown for the servers and for each database, one entry per kind', () => {
  const details = (level?: string) => {
    const query: [string, string][] = level ? [['Level', level]] : [];
    const { properties } = preview.encodeMigration(view({ validation }), query) as {
      properties: { currentStatus: { currentSubStateDetails: Record<string, unknown> } };
    };
    return properties.currentStatus.currentSubStateDetails;
  };
  expect(Object.keys(details('summary'))).toEqual(['currentSubState']);
  expect(Object.keys(details())).toEqual(['currentSubState', 'dbDetails']);
  expect(details('Full').validationDetails).toMatchObject({
    status: 'Failed',
    serverLevelValidationDetails: [{ type: 'TARGET_VERSION_OLDER', state: 'Failed', messages: [{ state: 'Failed', message: 'm h' }] }],
    dbLevelValidationDetails: [
      {
        databaseName: 'app',
        summary: [{ type: 'COLLATION_MISSING', state: 'Failed', messages: [{ state: 'Failed' }, { state: 'Warning' }] }],
      },
      { databaseName: 'shop', summary: [] },
    ],
  });
  expect(() => details('most')).toThrow("level must be 'Default' or 'Summary' or 'Full', not 'most'");
});

test('an unknown version is refused with those that are served', () => {
  expect(() => versionOf('2020-02-14-privatepreview')).toThrow(apiVersions.map(({ name }) => `'${name}'`).join(', '));
});
