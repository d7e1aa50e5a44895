/** Tasks of Azure Database Migration Service: what is asked of it, and what it answers. */
import type { DataMigrationServiceModels as Models } from '@azure/arm-datamigration';
import type { TokenCredential } from '@azure/identity';
import { fail } from '../domain/error-codes';
import { dataMigrationClient } from './arm';
import { dmsFailure, unlessDmsLacks } from './dms-failure';
import type { DmsTaskId } from './dms-resources';

export type DmsTaskProperties = Models.ProjectTaskPropertiesUnion;

export interface DmsTask {
  properties: DmsTaskProperties;
  /** Queued or at work: what it says may still change. */
  isRunning: boolean;
}

/** Everything else goes on, also what the list of the API does not have (`Canceling`). */
const ended: readonly string[] = ['Canceled', 'Succeeded', 'Failed', 'FailedInputValidation', 'Faulted'];

const named = ({ task, service }: DmsTaskId) => `the task '${task}' of the service '${service}'`;
const tasksOf = async (identity: TokenCredential, { subscriptionId }: DmsTaskId) =>
  (await dataMigrationClient(identity, subscriptionId)).tasks;

/** With its output. Undefined: there is no such task, or not even the service. */
export async function findDmsTask(identity: TokenCredential, id: DmsTaskId): Promise<DmsTask | undefined> {
  const tasks = await tasksOf(identity, id);
  const found = await unlessDmsLacks({ what: `reading ${named(id)}` }, () =>
    tasks.get(id.resourceGroup, id.service, id.project, id.task, { expand: 'output' }),
  );
  if (!found?.properties) return undefined;
  return { properties: found.properties, isRunning: !ended.includes(found.properties.state ?? 'Unknown') };
}

/** `secrets`: the passwords within, which no error may tell. */
export async function createDmsTask(
  identity: TokenCredential,
  id: DmsTaskId,
  properties: DmsTaskProperties,
  secrets: readonly string[],
): Promise<void> {
  const tasks = await tasksOf(identity, id);
  try {
    await tasks.createOrUpdate({ properties }, id.resourceGroup, id.service, id.project, id.task);
  } catch (error) {
    throw dmsFailure(error, { what: `creating ${named(id)}`, secrets });
  }
}

/** Asks for it; the task ends some time later. One that is gone, or has ended meanwhile (409), is success. */
export async function cancelDmsTask(identity: TokenCredential, id: DmsTaskId): Promise<void> {
  const tasks = await tasksOf(identity, id);
  try {
    await tasks.cancel(id.resourceGroup, id.service, id.project, id.task);
  } catch (error) {
    const after = await findDmsTask(identity, id);
    if (after?.isRunning) throw dmsFailure(error, { what: `cancelling ${named(id)}` });
  }
}

/** The rows are all there: the task may end with this database. Throws DMS_TASK_FAILED with the service's own words where it refuses. */
export async function completeDmsDatabase(identity: TokenCredential, id: DmsTaskId, database: string): Promise<void> {
  const tasks = await tasksOf(identity, id);
  let answer: Models.CommandPropertiesUnion;
  try {
    const command = { commandType: 'Migrate.Sync.Complete.Database', input: { databaseName: database } } as const;
    answer = await tasks.command(id.resourceGroup, id.service, id.project, id.task, command);
  } catch (error) {
    throw dmsFailure(error, { what: `completing database '${database}' in ${named(id)}` });
  }
  if (answer.state !== 'Failed') return;
  const ofOutput = 'output' in answer ? ((answer.output as Models.MigrateSyncCompleteCommandOutput | undefined)?.errors ?? []) : [];
  const words = [...(answer.errors ?? []), ...ofOutput].flatMap(({ message }) => message ?? []).join(' ');
  throw fail('DMS_TASK_FAILED', `Azure Database Migration Service did not complete database '${database}': ${words || 'no reason given'}`);
}

/** A running one included. One that is gone is success. */
export async function deleteDmsTask(identity: TokenCredential, id: DmsTaskId): Promise<void> {
  const tasks = await tasksOf(identity, id);
  await unlessDmsLacks({ what: `deleting ${named(id)}` }, () =>
    tasks.deleteMethod(id.resourceGroup, id.service, id.project, id.task, { deleteRunningTasks: true }),
  );
}
