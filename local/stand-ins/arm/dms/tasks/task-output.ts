// Elements of a migrate task's `output`, as the service shows them for `$expand=output`.
import { randomUUID } from 'node:crypto';
import { type DatabaseProgress, isEnded, type TableProgress } from '../mover/database-progress';
import { plainName } from '../mover/user-tables';

export interface MigrationProgress {
  startedOn: Date;
  endedOn?: Date;
  sourceServer: string;
  targetServer: string;
  sourceServerVersion?: string;
  targetServerVersion?: string;
  databases: DatabaseProgress[];
  /** Why no database could be begun. */
  failure?: string;
}

export type OutputElement = { resultType: string; id: string } & Record<string, unknown>;

/** What the service shows for an estimate that it does not make. */
const noEstimate = '1970-01-01T00:00:00+00:00';
/** One id for the life of a task. */
export const migrationIdentifier = () => randomUUID();

export function migrationOutput(id: string, migration: MigrationProgress): OutputElement[] {
  return [
    migrationLevel(id, migration),
    ...migration.databases.flatMap((database) => [
      databaseLevel(database),
      ...database.tables.map((table) => tableLevel(database, table)),
      ...databaseError(database),
    ]),
    ...(migration.failure ? [{ resultType: 'ErrorOutput', id: `error|${id}`, error: { message: migration.failure } }] : []),
  ];
}

function migrationLevel(id: string, { databases, failure, ...migration }: MigrationProgress): OutputElement {
  return {
    resultType: 'MigrationLevelOutput',
    id,
    startedOn: iso(migration.startedOn),
    endedOn: iso(migration.endedOn),
    sourceServer: migration.sourceServer,
    sourceServerVersion: migration.sourceServerVersion,
    targetServer: migration.targetServer,
    targetServerVersion: migration.targetServerVersion,
    sourceServerType: 'PostgreSQL',
    targetServerType: 'AzureDBForPostgresSQL',
    state: migrationState(databases, failure),
  };
}

function migrationState(databases: DatabaseProgress[], failure: string | undefined): string {
  if (failure) return 'FAILED';
  if (databases.every(isEnded)) return databases.every(({ state }) => state === 'COMPLETE') ? 'COMPLETE' : 'FAILED';
  return databases.some(({ state }) => state === 'FAILED') ? 'ACTION_REQUIRED' : 'PENDING';
}

function databaseLevel(database: DatabaseProgress): OutputElement {
  const count = (...states: TableProgress['state'][]) => database.tables.filter(({ state }) => states.includes(state)).length;
  return {
    resultType: 'DatabaseLevelOutput',
    id: `db|${database.name}`,
    databaseName: database.name,
    migrationState: database.state,
    startedOn: iso(database.startedOn),
    endedOn: iso(database.endedOn),
    initializationCompleted: database.initialized,
    fullLoadCompletedTables: count('COMPLETED'),
    fullLoadLoadingTables: count('FULL_LOAD'),
    fullLoadQueuedTables: count('BEFORE_LOAD'),
    fullLoadErroredTables: count('ERROR'),
    incomingChanges: database.incomingChanges,
    ...noChangesApplied,
    appliedChanges: 0,
    latency: 0,
  };
}

function tableLevel(database: DatabaseProgress, { table, state, rows, startedOn, endedOn }: TableProgress): OutputElement {
  return {
    resultType: 'TableLevelOutput',
    id: `or|${database.name}|${table.schemaName}|${table.tableName}`,
    databaseName: database.name,
    tableName: plainName(table),
    state,
    fullLoadStartedOn: iso(startedOn),
    fullLoadEndedOn: iso(endedOn),
    fullLoadEstFinishTime: noEstimate,
    fullLoadTotalRows: rows,
    totalChangesApplied: 0,
    dataErrorsCounter: state === 'ERROR' ? 1 : 0,
    lastModifiedTime: iso(endedOn ?? startedOn),
    ...noChangesApplied,
  };
}

function databaseError({ name, failure }: DatabaseProgress): OutputElement[] {
  if (!failure) return [];
  const event = { timestampString: failure.on.toISOString(), eventTypeString: 'MigrationError', eventText: failure.message };
  return [{ resultType: 'DatabaseLevelErrorOutput', id: `dberror|${name}`, errorMessage: failure.message, events: [event] }];
}

const noChangesApplied = { cdcInsertCounter: 0, cdcUpdateCounter: 0, cdcDeleteCounter: 0 };

const iso = (date: Date | undefined) => date?.toISOString() ?? null;
