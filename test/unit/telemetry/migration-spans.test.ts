// The trace of a migration: the same from the same records, whole, and without a word that could be a secret or a row.
import { eventTypes } from '../../../shared/domain/events';
import type { MigrationRecord } from '../../../shared/domain/migration';
import type { DatabaseReport } from '../../../shared/engines/engine';
import { migrationMeasurements } from '../../../shared/telemetry/migration-measurements';
import { migrationSpans, rootSpanIdOf, type Told, traceIdOf } from '../../../shared/telemetry/migration-spans';

const id = '3f1c6f0e-8d0a-4c9d-9f0b-00000000000a';
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (second: number, type: string, data: object) => ({
  id: `${id}-${second}`,
  type,
  sequence: String(second),
  time: at(second),
  data,
});
const table = { name: '"public"."orders"', rows: 10, bytes: 4_000_000, startedOn: at(3), endedOn: at(4), attempts: 3 };

const told: Told = {
  record: {
    id,
    name: 'first',
    target: { subscriptionId: 's', resourceGroup: 'g', server: 'target' },
    request: { engine: 'direct' },
    state: 'Failed',
    error: { code: 'COPY_FAILED', message: 'the value 4711 of a row' },
    createdOn: at(0),
    endedOn: at(6),
  } as unknown as MigrationRecord,
  databases: [
    { migrationId: id, number: 0, name: 'orders', state: 'Failed' },
    { migrationId: id, number: 1, name: 'never', state: 'Canceled' },
  ],
  events: [
    event(0, eventTypes.migrationStatusChanged, { state: 'InProgress', substate: 'PerformingPreRequisiteSteps' }),
    event(2, eventTypes.migrationStatusChanged, { state: 'InProgress', substate: 'MigratingData' }),
    event(2, eventTypes.databaseStatusChanged, { number: 0 }),
    event(5, eventTypes.databaseStatusChanged, { number: 0 }),
    event(6, eventTypes.migrationStatusChanged, { state: 'Failed', substate: 'Completed' }),
  ],
  reports: [{ database: 'orders', startedOn: at(2), endedOn: at(4), tables: [table] } as unknown as DatabaseReport],
};

test('it has the migration, its phases, its databases and their tables, each with its own times, below one another', () => {
  const spans = migrationSpans(told);
  const seconds = (time: Date) => time.getUTCSeconds();
  expect(spans.map(({ name, start, end, failed }) => [name, seconds(start), seconds(end), failed])).toEqual([
    ['migration', 0, 6, true],
    ['phase PerformingPreRequisiteSteps', 0, 2, false],
    ['phase MigratingData', 2, 6, false],
    ['database', 2, 5, true],
    ['table', 3, 4, false],
  ]);
  const [root, ...others] = spans;
  expect([root?.spanId, root?.parentId]).toEqual([rootSpanIdOf(id), undefined]);
  expect(others.at(-1)?.parentId).toBe(others.at(-2)?.spanId);
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
});

test('the same records give the same ids, of the form that OpenTelemetry wants', () => {
  expect(migrationSpans(told)).toEqual(migrationSpans(structuredClone(told)));
  expect(traceIdOf(id)).toMatch(/^[0-9a-f]{32}$/);
  for (const { spanId } of migrationSpans(told)) expect(spanId).toMatch(/^[0-9a-f]{16}$/);
});

test('codes are told, texts of errors are not', () => {
  const text = JSON.stringify(migrationSpans(told));
  expect(text).toContain('COPY_FAILED');
  expect(text).not.toContain('4711');
});

test('what is counted: state, bytes, rows, retries, MB/s, waits, what is left', () => {
  const wait = { kind: 'overwrite', openedOn: at(0), endedOn: at(2), outcome: { kind: 'expired' } } as never;
  const left = { fate: 'left' } as never;
  const measured = migrationMeasurements({ ...told, waits: [wait], cleanUp: [left, { fate: 'removed' } as never] });
  expect(measured.map(({ name, value }) => [name, value])).toEqual([
    ['pgflex.migrations', 1],
    ['pgflex.copied', 4_000_000],
    ['pgflex.rows', 10],
    ['pgflex.retries', 2],
    ['pgflex.left_over', 1],
    ['pgflex.throughput', 2],
    ['pgflex.wait.duration', 2],
  ]);
});
