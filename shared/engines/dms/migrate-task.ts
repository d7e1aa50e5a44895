// The task that moves the rows of one database: how it is asked for, and what it remembers for us.
import type { DmsTaskProperties } from '../../azure/dms-tasks';
import type { DatabaseJob } from '../engine';
import { connectionInfo } from './connection-info';
import { type DmsPlace, marksOf } from './place';

/** What a later call has to know; kept in the task's client data, which the service gives back as it was. */
export interface TaskMemory {
  /** Of the database that is filled: another one under the same name has to be filled anew. */
  databaseOid: number;
  /** Replication slots that the source's database had before. */
  slotsBefore: string[];
}

export function migrateTask(job: DatabaseJob, place: DmsPlace, temporaryName: string, memory: TaskMemory): DmsTaskProperties {
  return {
    taskType: 'Migrate.PostgreSql.AzureDbForPostgreSql.Sync',
    clientData: { ...marksOf(place), memory: JSON.stringify(memory) },
    input: {
      sourceConnectionInfo: connectionInfo(job.source),
      targetConnectionInfo: connectionInfo(job.target),
      selectedDatabases: [{ name: job.database, targetDatabaseName: temporaryName }],
    },
  };
}

/** Only of a task that is ours. */
export function memoryOf({ clientData }: DmsTaskProperties): TaskMemory {
  return JSON.parse(clientData?.memory ?? '');
}
