/** Writes the report of a migration: per database and table, what was copied and how it was proven (INTERFACES 2). */
import type { MigrationError } from '../domain/error-codes';
import type { DatabaseState } from '../domain/states';
import type { DatabaseReport } from '../engines/engine';
import type { MigrationView } from '../migrations/types';
import { warnings } from './advice';
import { serverResourceId } from './arm-ids';
import { encodeFinding } from './encode-finding';
import { encodeCleanUp } from './encode-overview';

export type MigrationReport = ReturnType<typeof encodeReport>;

type Reported = Partial<Omit<DatabaseReport, 'database' | 'skipped' | 'tables' | 'findings'>> & Pick<DatabaseReport, 'tables' | 'findings'>;

/** A database that has no report yet has the same shape, empty. */
export interface ReportedDatabase extends Reported {
  name: string;
  state: DatabaseState;
  error?: MigrationError;
  /** Objects that were left out on purpose, with the reason. */
  catalogDifferences: DatabaseReport['skipped'];
}

export function encodeReport(view: MigrationView, reports: readonly DatabaseReport[]) {
  const { record } = view;
  return {
    id: record.id,
    name: record.name,
    target: serverResourceId(record.target),
    source: record.request.sourceDbServerResourceId,
    engine: record.request.engine,
    state: record.state,
    ...(record.error ? { error: record.error } : {}),
    createdOn: record.createdOn,
    ...(record.endedOn ? { endedOn: record.endedOn } : {}),
    databases: view.databases.map(
      ({ name, state, error }): ReportedDatabase => ({
        name,
        state,
        ...(error ? { error } : {}),
        ...encodeDatabaseReport(reports.find(({ database }) => database === name)),
      }),
    ),
    warnings: warnings(view),
    findings: (record.validation?.findings ?? []).map(encodeFinding),
    cleanup: encodeCleanUp(view),
  };
}

function encodeDatabaseReport(report: DatabaseReport | undefined) {
  if (!report) return { tables: [], catalogDifferences: [], findings: [] };
  const { database: _name, skipped, ...rest } = report;
  return { ...rest, catalogDifferences: skipped };
}
