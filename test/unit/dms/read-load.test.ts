// What Azure Database Migration Service says of a task, as we read it: states, tables, progress, failures.
import type { DataMigrationServiceModels as Models } from '@azure/arm-datamigration';
import type { DmsTaskProperties } from '../../../shared/azure/dms-tasks';
import { loadProgress } from '../../../shared/engines/dms/load-progress';
import { readLoad } from '../../../shared/engines/dms/read-load';
import { byPlainName, plainName } from '../../../shared/engines/dms/table-names';
import { complaintsOf } from '../../../shared/engines/dms/task-words';

const begun = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(begun.getTime() + seconds * 1000);

type Output = Models.MigratePostgreSqlAzureDbForPostgreSqlSyncTaskOutputUnion;

const level = (databaseName: string, rest: object = {}): Output => ({
  resultType: 'DatabaseLevelOutput',
  databaseName,
  migrationState: 'RUNNING',
  startedOn: begun,
  initializationCompleted: false,
  incomingChanges: 0,
  ...rest,
});
const table = (tableName: string, state: Models.SyncTableMigrationState, rows = 0, databaseName = 'app'): Output => ({
  resultType: 'TableLevelOutput',
  databaseName,
  tableName,
  state,
  fullLoadTotalRows: rows,
  fullLoadStartedOn: begun,
  fullLoadEndedOn: state === 'COMPLETED' ? later(10) : undefined,
});
const task = (output: Output[], rest: object = {}): DmsTaskProperties => ({
  taskType: 'Migrate.PostgreSql.AzureDbForPostgreSql.Sync',
  state: 'Running',
  output,
  ...rest,
});

test('a task that has not begun says nothing', () => {
  expect(readLoad(task([]), 'app')).toEqual({ isInitialized: false, incomingChanges: 0, tables: new Map(), isCompleting: false });
});

test('only what is said of the database at hand counts', () => {
  const load = readLoad(
    task([
      level('other', { migrationState: 'FAILED' }),
      level('app'),
      table('public.a', 'COMPLETED', 7),
      table('public.b', 'FULL_LOAD', 9, 'other'),
    ]),
    'app',
  );
  expect(load).toMatchObject({ state: 'RUNNING', startedOn: begun });
  expect([...load.tables.values()]).toEqual([{ name: 'public.a', state: 'COMPLETED', rows: 7, startedOn: begun, endedOn: later(10) }]);
});

test.each<[string, object[], boolean]>([
  ['nobody told it to', [], false],
  ['it was told to', [{ commandType: 'Migrate.Sync.Complete.Database', state: 'Accepted' }], true],
  ['it refused', [{ commandType: 'Migrate.Sync.Complete.Database', state: 'Failed' }], false],
])('a database that is ready is told to complete once: %s', (_, commands, isCompleting) => {
  const output = [level('app', { migrationState: 'READY_TO_COMPLETE', initializationCompleted: true })];
  expect(readLoad(task(output, { commands }), 'app')).toMatchObject({ state: 'READY_TO_COMPLETE', isInitialized: true, isCompleting });
});

test.each([
  ['public.orders', 'public.orders'],
  ['"Odd ""one""".t', 'Odd "one".t'],
  ['"a.b"."c.d"', 'a.b.c.d'],
])('%s is %s to the service', (quoted, plain) => {
  expect(plainName(quoted)).toBe(plain);
});

test('two tables that share a name with the service are neither', () => {
  expect([...byPlainName(['"a.b".c', 'a."b.c"', 'a.d'], plainName).values()]).toEqual(['a.d']);
});

test('progress: a table counts by its size when it is whole, and what is loaded waits for its proof', () => {
  const load = readLoad(
    task([level('app'), table('public.large', 'FULL_LOAD', 40), table('public.Mid', 'COMPLETED', 30), table('public.small', 'ERROR')]),
    'app',
  );
  const sizes = [
    { name: 'public.large', sizeBytes: 600 },
    { name: 'public."Mid"', sizeBytes: 200 },
    { name: 'public.queued', sizeBytes: 150 },
    { name: 'public.small', sizeBytes: 50 },
  ];
  expect(loadProgress(sizes, load, later(20))).toEqual({
    bytesTotal: 1000,
    bytesCopied: 200,
    tablesTotal: 4,
    tablesDone: 1,
    tablesLoading: 1,
    tablesFailed: 1,
    phase: 'copy',
    firstByteOn: begun.toISOString(),
    etaSeconds: 80,
    tables: [
      { name: 'public.small', state: 'failed', rows: 0, bytes: 0, sizeBytes: 50 },
      { name: 'public.large', state: 'copying', rows: 40, bytes: 0, sizeBytes: 600 },
      { name: 'public."Mid"', state: 'proving', rows: 30, bytes: 200, sizeBytes: 200, bytesPerSecond: 20 },
      { name: 'public.queued', state: 'queued', rows: 0, bytes: 0, sizeBytes: 150 },
    ],
  });
});

test('nothing is estimated before anything is there', () => {
  expect(loadProgress([{ name: 'public.a', sizeBytes: 10 }], readLoad(task([]), 'app'))).toEqual({
    bytesTotal: 10,
    bytesCopied: 0,
    tablesTotal: 1,
    tablesDone: 0,
    tablesLoading: 0,
    tablesFailed: 0,
    phase: 'copy',
    tables: [{ name: 'public.a', state: 'queued', rows: 0, bytes: 0, sizeBytes: 10 }],
  });
});

test('a failed task is told in its own words, each once, without stacks', () => {
  const output: Output[] = [
    {
      resultType: 'DatabaseLevelErrorOutput',
      errorMessage: 'Full load failed',
      events: [{ eventText: 'Full load failed' }, { eventText: 'disk' }],
    },
    { resultType: 'ErrorOutput', error: { message: 'It broke', actionableMessage: 'Mend it!', stackTrace: 'at x' } },
  ];
  const errors = [{ code: 'A', message: 'Task failed.', details: [{ message: 'disk' }] }];
  expect(complaintsOf(task(output, { state: 'Failed', errors }))).toEqual([
    'Task failed.',
    'disk.',
    'Full load failed.',
    'It broke. Mend it!',
  ]);
});

test('what a check finds is told by database', () => {
  const answer: DmsTaskProperties = {
    taskType: 'GetUserTablesPostgreSql',
    state: 'Succeeded',
    output: [{ databaseName: 'app', tables: [], validationErrors: [{ message: 'no right' }] }],
  };
  expect(complaintsOf(answer)).toEqual(["Database 'app': no right."]);
});

test.each(['Failed', 'Faulted', 'FailedInputValidation', 'Canceled'] as const)(
  'a task that ended as %s without a word is no success',
  (state) => {
    expect(complaintsOf(task([], { state }))).toEqual([`The task ended as ${state}, and says nothing about why.`]);
    expect(complaintsOf(task([], { state: 'Succeeded' }))).toEqual([]);
  },
);
