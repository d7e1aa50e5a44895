import { encodeMigration } from '../../../shared/contract/encode-migration';
import { encodeOverview } from '../../../shared/contract/encode-overview';
import { encodeReport } from '../../../shared/contract/encode-report';
import { etagOf, ifMatch } from '../../../shared/contract/etag';
import { migrationError } from '../../../shared/domain/error-codes';
import type { WaitRow } from '../../../shared/domain/waits';
import type { DatabaseReport } from '../../../shared/engines/engine';
import { sourceId } from './bodies';
import { progress, view } from './views';

const target = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/target';

test("a running migration has the form of Azure's resource", () => {
  expect(encodeMigration(view())).toEqual({
    id: `${target}/migrations/Mig-1`,
    name: 'Mig-1',
    type: 'Microsoft.DBforPostgreSQL/flexibleServers/migrations',
    location: 'westeurope',
    tags: { team: 'dba' },
    systemData: {
      createdBy: 'me',
      createdByType: 'User',
      createdAt: '2026-06-01T12:00:00.000Z',
      lastModifiedAt: '2026-06-01T12:00:05.000Z',
    },
    properties: {
      migrationId: '11111111-2222-3333-4444-555555555555',
      currentStatus: {
        state: 'InProgress',
        error: '',
        currentSubStateDetails: {
          currentSubState: 'MigratingData',
          dbDetails: {
            app: {
              databaseName: 'app',
              migrationState: 'InProgress',
              migrationOperation: 'CopyingData',
              startedOn: '2026-06-01T12:00:04.000Z',
              fullLoadQueuedTables: 4,
              fullLoadErroredTables: 1,
              fullLoadLoadingTables: 2,
              fullLoadCompletedTables: 3,
              cdcUpdateCounter: 0,
              cdcDeleteCounter: 0,
              cdcInsertCounter: 0,
              appliedChanges: 0,
              incomingChanges: 0,
              latency: 0,
              message: '',
            },
          },
        },
      },
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      sourceType: 'PostgreSQLSingleServer',
      sourceDbServerResourceId: sourceId,
      targetDbServerResourceId: target,
      dbsToMigrate: ['app', 'shop'],
      setupLogicalReplicationOnSourceDbIfNeeded: 'False',
      overwriteDbsInTarget: 'True',
      migrationWindowStartTimeInUtc: '2026-06-01T12:00:00.000Z',
      migrateRoles: 'False',
      triggerCutover: 'True',
      engine: 'direct',
    },
  });
});

test('the error of a failed migration is one string with code and hint', () => {
  const error = migrationError('LOGIN_FAILED', 'h:5432 refused the login me.');
  const { properties } = encodeMigration(view({ state: 'Failed', subState: 'Completed', error }));
  expect(properties.currentStatus.error).toBe(`LOGIN_FAILED: h:5432 refused the login me. ${error.hint}`);
});

test('the overview has the shape of INTERFACES 2', () => {
  expect(encodeOverview(view())).toEqual({
    id: '11111111-2222-3333-4444-555555555555',
    name: 'Mig-1',
    target,
    source: sourceId,
    engine: 'direct',
    state: 'InProgress',
    subState: 'MigratingData',
    createdOn: '2026-06-01T12:00:00.000Z',
    allowedActions: ['cancel', 'cancelDatabases'],
    databases: [
      { name: 'app', state: 'InProgress', bytesTotal: 100, bytesCopied: 40, tablesTotal: 10, tablesDone: 3, phase: 'copy' },
      { name: 'shop', state: 'Queued', bytesTotal: 0, bytesCopied: 0, tablesTotal: 0, tablesDone: 0 },
    ],
    waits: [],
    cleanup: { state: 'None', items: [] },
    warnings: [],
    nextSteps: [],
  });
});

const wait: WaitRow = {
  migrationId: 'x',
  waitId: 'w1',
  kind: 'overwrite',
  round: 0,
  openedOn: '2026-06-01T12:00:01.000Z',
  expiresOn: '2026-06-04T12:00:01.000Z',
  fingerprint: 'f',
  databases: [{ name: 'shop', oid: 1, fingerprint: 'f1', sizeBytes: 8, tables: 2, activeConnections: 3 }],
};

test('an open wait is shown with what would be lost and how to answer', () => {
  const shown = encodeOverview(
    view({ state: 'WaitingForUserAction', subState: 'WaitingForTargetDBOverwriteConfirmation' }, { waits: [wait] }),
  );
  expect(shown.waits).toEqual([
    { id: 'w1', kind: 'overwrite', state: 'open', expiresAt: wait.expiresOn, approvalId: 'w1', databases: wait.databases },
  ]);
  expect(shown.nextSteps).toHaveLength(2);
  expect(shown.nextSteps[0]).toContain(`'shop' on the target will be replaced: PATCH ${target}/migrations/Mig-1`);
  expect(shown.warnings).toEqual(["Database 'shop' on the target is in use: 3 sessions."]);
  expect(encodeOverview(view({}, { waits: [{ ...wait, outcome: { kind: 'expired' } }] })).waits[0]?.state).toBe('expired');
});

test('clean-up shows fates; what has none at the end is left, while before the end it is in use', () => {
  const cleanUp = [
    { migrationId: 'x', key: 'a', kind: 'secret' as const, name: 's1', fate: 'removed' as const },
    { migrationId: 'x', key: 'b', kind: 'targetDatabase' as const, name: 'd1', command: 'DROP DATABASE d1' },
  ];
  expect(encodeOverview(view({}, { cleanUp })).cleanup.items).toEqual([{ kind: 'secret', name: 's1', fate: 'removed' }]);
  expect(encodeOverview(view({ state: 'Failed', subState: 'Completed', cleanup: 'Pending' }, { cleanUp })).cleanup).toEqual({
    state: 'Pending',
    items: [
      { kind: 'secret', name: 's1', fate: 'removed' },
      { kind: 'targetDatabase', name: 'd1', fate: 'left', command: 'DROP DATABASE d1' },
    ],
  });
});

test('the report joins every database with what was proven', () => {
  const report: DatabaseReport = {
    database: 'app',
    startedOn: 'a',
    endedOn: 'b',
    tables: [
      {
        name: 'public.t',
        rows: 1,
        bytes: 2,
        startedOn: 'a',
        endedOn: 'b',
        attempts: 1,
        proof: { algorithm: 'xxh64', source: '1', target: '1', result: 'equal' },
      },
    ],
    indexes: 1,
    constraints: 0,
    sequences: 0,
    largeObjects: { count: 0, bytes: 0 },
    skipped: [{ object: 'EXTENSION x', reason: 'r' }],
    findings: ['f'],
  };
  const { databases } = encodeReport(view(), [report]);
  expect(databases[0]).toMatchObject({ name: 'app', tables: report.tables, catalogDifferences: report.skipped, findings: ['f'] });
  expect(databases[1]).toEqual({ name: 'shop', state: 'Queued', tables: [], catalogDifferences: [], findings: [] });
});

test('a database may be called __proto__', () => {
  const odd = view({}, { databases: [{ migrationId: 'x', number: 0, name: '__proto__', state: 'InProgress' }], progress: [progress] });
  const details = encodeMigration(odd).properties.currentStatus.currentSubStateDetails.dbDetails;
  expect(JSON.parse(JSON.stringify(details))).toHaveProperty(['__proto__', 'databaseName'], '__proto__');
});

test('what the engine does differently on request is shown', () => {
  const { record } = view();
  const request = { ...record.request, proof: 'off', onSourceChange: 'warn' } as const;
  expect(encodeMigration(view({ request })).properties).toMatchObject({ proof: 'Off', onSourceChange: 'Warn' });
});

test('findings are shown with who has to do what; a warning that was accepted with its reason', () => {
  const { record } = view();
  const tablespace = { ...migrationError('TABLESPACE_IGNORED', 'Two objects.', { objects: ['t'] }), severity: 'warning' as const };
  const validation = {
    status: 'Failed' as const,
    startedOn: '2026-06-01T12:00:01.000Z',
    endedOn: '2026-06-01T12:00:02.000Z',
    findings: [
      { ...migrationError('TARGET_RIGHTS_MISSING', 'No CREATEDB.', { hint: 'ALTER ROLE me CREATEDB;' }), severity: 'error' as const },
      { ...migrationError('REGION_DIFFERS', 'Far away.'), severity: 'information' as const },
      { ...tablespace, database: 'app', accepted: 'one disk' },
      { ...tablespace, database: 'shop' },
    ],
  };
  const failed = view({
    validation,
    request: { ...record.request, acceptedWarnings: [{ code: 'TABLESPACE_IGNORED', reason: 'one disk' }] },
  });
  const { currentStatus, acceptedWarnings } = encodeMigration(failed).properties;
  expect(acceptedWarnings).toEqual([{ code: 'TABLESPACE_IGNORED', reason: 'one disk' }]);
  const { serverLevelValidationDetails, dbLevelValidationDetails } = currentStatus.currentSubStateDetails.validationDetails ?? {};
  expect(serverLevelValidationDetails).toEqual([
    {
      type: 'TARGET_RIGHTS_MISSING',
      state: 'Failed',
      messages: [
        {
          state: 'Failed',
          message: 'No CREATEDB. ALTER ROLE me CREATEDB;',
          severity: 'error',
          owner: 'customer',
          hint: 'ALTER ROLE me CREATEDB;',
        },
      ],
    },
    { type: 'REGION_DIFFERS', state: 'Succeeded', messages: [expect.objectContaining({ state: 'Succeeded', severity: 'information' })] },
  ]);
  expect(dbLevelValidationDetails?.map(({ summary }) => summary[0])).toMatchObject([
    { type: 'TABLESPACE_IGNORED', state: 'Succeeded', messages: [{ state: 'Warning', objects: ['t'], accepted: 'one disk' }] },
    { type: 'TABLESPACE_IGNORED', state: 'Warning', messages: [{ state: 'Warning' }] },
  ]);
  const overview = encodeOverview(failed, { findings: true });
  expect(overview.findings).toHaveLength(4);
  expect(overview.findings?.[2]).toEqual({ ...tablespace, database: 'app', accepted: 'one disk' });
  expect(overview.warnings).toEqual([
    'app: Two objects. (accepted: one disk)',
    expect.stringMatching(/^shop: Two objects\. Objects of user/),
  ]);
  expect(encodeReport(failed, []).findings).toEqual(overview.findings);
});

test('the ETag is strong, follows the record, and is asked for by If-Match', () => {
  expect(etagOf(view())).toMatch(/^"[\w-]{22}"$/);
  expect(etagOf(view({}, { etag: 'other' }))).not.toBe(etagOf(view()));
  for (const held of [null, '*', etagOf(view()), `"x", W/${etagOf(view())}`]) expect(() => ifMatch(held)(view().etag)).not.toThrow();
  expect(() => ifMatch('"x"')(view().etag)).toThrow(/has changed since it was read/);
  expect(() => ifMatch('*')(undefined)).toThrow(/there is no such migration/);
});
