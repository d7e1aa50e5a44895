// Reports of migrations as the service encodes them, for tests of the page.
import { encodeReport, type MigrationReport } from '../../../shared/contract/encode-report';
import type { MigrationRecord } from '../../../shared/domain/migration';
import type { DatabaseReport, TableReport } from '../../../shared/engines/engine';
import type { MigrationView } from '../../../shared/migrations/types';
import { view } from '../contract/views';

export function tableReport(name: string, changes: Partial<TableReport> = {}): TableReport {
  return {
    name,
    rows: 1_234_567,
    bytes: 98_765_432,
    startedOn: '2026-11-23T06:20:00.000Z',
    endedOn: '2026-11-23T06:20:02.500Z',
    attempts: 1,
    proof: { algorithm: 'xxh64', source: '0123456789abcdef', target: '0123456789abcdef', result: 'equal' },
    ...changes,
  };
}

export function databaseReport(database: string, changes: Partial<DatabaseReport> = {}): DatabaseReport {
  return {
    database,
    startedOn: '2026-11-23T06:20:00.000Z',
    endedOn: '2026-11-23T06:25:12.000Z',
    tables: [tableReport('"public"."orders"'), tableReport('"public"."customer"', { rows: 1, bytes: 120 })],
    indexes: 12,
    constraints: 7,
    sequences: 3,
    largeObjects: { count: 0, bytes: 0 },
    skipped: [],
    findings: [],
    ...changes,
  };
}

/** Of a migration with the databases `app` and `shop`. */
export function report(
  reports: DatabaseReport[],
  record: Partial<MigrationRecord> = {},
  rows: Partial<Omit<MigrationView, 'record'>> = {},
): MigrationReport {
  const ended: Partial<MigrationRecord> = {
    state: 'Succeeded',
    subState: 'Completed',
    endedOn: '2026-06-01T12:31:09.000Z',
    cleanup: 'Completed',
  };
  const { id } = view().record;
  const databases = ['app', 'shop'].map((name, number) => ({ migrationId: id, number, name, state: 'Succeeded' as const }));
  return encodeReport(view({ ...ended, ...record }, { databases, ...rows }), reports);
}
