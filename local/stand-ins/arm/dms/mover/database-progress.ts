// How far one database is, as it is shown while it is moved.
import type { UserTable } from './user-tables';

/** SyncDatabaseMigrationReportingState of 2018-07-15-preview, spelling included. */
export type DatabaseState =
  | 'UNDEFINED'
  | 'CONFIGURING'
  | 'INITIALIAZING'
  | 'STARTING'
  | 'RUNNING'
  | 'READY_TO_COMPLETE'
  | 'COMPLETING'
  | 'COMPLETE'
  | 'CANCELLING'
  | 'CANCELLED'
  | 'FAILED';

/** SyncTableMigrationState. */
export type TableState = 'BEFORE_LOAD' | 'FULL_LOAD' | 'COMPLETED' | 'CANCELED' | 'ERROR' | 'FAILED';

export interface TableProgress {
  table: UserTable;
  state: TableState;
  rows: number;
  startedOn?: Date;
  endedOn?: Date;
}

export interface DatabaseProgress {
  /** Of the source. */
  name: string;
  state: DatabaseState;
  startedOn?: Date;
  endedOn?: Date;
  tables: TableProgress[];
  /** The full load is done. */
  initialized: boolean;
  incomingChanges: number;
  /** Why it failed. */
  failure?: { message: string; on: Date };
}

export const newProgress = (name: string): DatabaseProgress => ({
  name,
  state: 'UNDEFINED',
  tables: [],
  initialized: false,
  incomingChanges: 0,
});

const ended = new Set<DatabaseState>(['COMPLETE', 'CANCELLED', 'FAILED']);
export const isEnded = ({ state }: DatabaseProgress) => ended.has(state);
