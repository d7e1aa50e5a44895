/** `dbDetails`: what Azure's resource shows of each database that has begun. */
import type { DatabaseProgress, DatabaseRecord } from '../domain/migration';
import type { ListedMigration } from '../migrations/types';
import { errorText } from './error-text';
import { shownDatabaseState } from './shown-status';

const operations: Record<DatabaseProgress['phase'], string> = {
  noRoom: 'WaitingForTargetStorage',
  schema: 'CreatingSchema',
  copy: 'CopyingData',
  indexes: 'BuildingIndexes',
  proof: 'VerifyingData',
  finish: 'Finishing',
  done: 'Completed',
};

/** An offline migration has no changes to replicate. */
const noChanges = {
  cdcUpdateCounter: 0,
  cdcDeleteCounter: 0,
  cdcInsertCounter: 0,
  appliedChanges: 0,
  incomingChanges: 0,
  latency: 0,
};

export function databaseDetails({ databases, progress }: ListedMigration) {
  const begun = databases.filter(({ state }) => state !== 'Queued');
  return Object.fromEntries(begun.map((database) => [database.name, detailsOf(database, progress[database.number])]));
}

function detailsOf(database: DatabaseRecord, progress: DatabaseProgress | undefined) {
  const { tablesTotal = 0, tablesDone = 0, tablesLoading = 0, tablesFailed = 0 } = progress ?? {};
  return {
    databaseName: database.name,
    migrationState: shownDatabaseState(database),
    ...(progress ? { migrationOperation: operations[progress.phase] } : {}),
    ...(database.startedOn ? { startedOn: database.startedOn } : {}),
    ...(database.endedOn ? { endedOn: database.endedOn } : {}),
    fullLoadQueuedTables: Math.max(0, tablesTotal - tablesDone - tablesLoading - tablesFailed),
    fullLoadErroredTables: tablesFailed,
    fullLoadLoadingTables: tablesLoading,
    fullLoadCompletedTables: tablesDone,
    ...noChanges,
    message: errorText(database.error),
  };
}
