/** Writes the report of a migration: per database and table, what was copied and how it was proven (INTERFACES 2). */
import type { DatabaseReport } from '../engines/engine';
import type { MigrationView } from '../migrations/types';
import { serverResourceId } from './arm-ids';
import { encodeCleanUp } from './encode-overview';

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
    databases: view.databases.map(({ name, state, error }) => ({
      name,
      state,
      ...(error ? { error } : {}),
      ...encodeDatabaseReport(reports.find(({ database }) => database === name)),
    })),
    cleanup: encodeCleanUp(view),
  };
}

/** A database that has no report yet has the same shape, empty. */
function encodeDatabaseReport(report: DatabaseReport | undefined) {
  if (!report) return { tables: [], catalogDifferences: [], findings: [] };
  const { database: _name, skipped, ...rest } = report;
  return { ...rest, catalogDifferences: skipped };
}
