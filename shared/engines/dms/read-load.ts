// How far the service is with the rows of one database, out of the output of its task.
import type { DataMigrationServiceModels as Models } from '@azure/arm-datamigration';
import type { DmsTaskProperties } from '../../azure/dms-tasks';
import { byPlainName } from './table-names';

export interface TableLoad {
  /** As the service writes it. */
  name: string;
  state: Models.SyncTableMigrationState;
  rows: number;
  startedOn?: Date;
  endedOn?: Date;
}

export interface DatabaseLoad {
  /** Undefined: the service has not begun with it. */
  state?: Models.SyncDatabaseMigrationReportingState;
  startedOn?: Date;
  /** Every table is loaded. */
  isInitialized: boolean;
  /** Changes on the source that are not on the target yet. */
  incomingChanges: number;
  /** By the service's name for them. */
  tables: Map<string, TableLoad>;
  /** Somebody has told it to complete, and it has not refused. */
  isCompleting: boolean;
}

type MigrateTask = Models.MigratePostgreSqlAzureDbForPostgreSqlSyncTaskProperties;

export function readLoad(properties: DmsTaskProperties, database: string): DatabaseLoad {
  const { output = [], commands = [] } = properties as MigrateTask;
  const ofDatabase = output.find((element) => element.resultType === 'DatabaseLevelOutput' && element.databaseName === database);
  const level = ofDatabase?.resultType === 'DatabaseLevelOutput' ? ofDatabase : undefined;
  const tables = output.flatMap((element): TableLoad[] => {
    if (element.resultType !== 'TableLevelOutput' || element.databaseName !== database) return [];
    const { tableName = '', state = 'BEFORE_LOAD', fullLoadTotalRows = 0, fullLoadStartedOn, fullLoadEndedOn } = element;
    return [
      {
        name: tableName,
        state,
        rows: Number(fullLoadTotalRows),
        startedOn: fullLoadStartedOn ?? undefined,
        endedOn: fullLoadEndedOn ?? undefined,
      },
    ];
  });
  return {
    state: level?.migrationState,
    startedOn: level?.startedOn ?? undefined,
    isInitialized: level?.initializationCompleted === true,
    incomingChanges: Number(level?.incomingChanges ?? 0),
    tables: byPlainName(tables, ({ name }) => name),
    isCompleting: commands.some(
      ({ commandType, state }) =>
        commandType === 'Migrate.Sync.Complete.Database' && state !== undefined && state !== 'Failed' && state !== 'Unknown',
    ),
  };
}
