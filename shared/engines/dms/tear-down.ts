// Removes what the databases of a migration shared: the project, then the service, and looks whether both are gone.
import { dmsProjectId, dmsServiceId, dmsTaskId } from '../../azure/dms-resources';
import { beginDeletionOfDmsService, deleteDmsProject, findDmsService, hasDmsProject } from '../../azure/dms-services';
import { findDmsTask } from '../../azure/dms-tasks';
import { MigrationFailure } from '../../domain/error-codes';
import type { Released, SharedJob } from '../engine';
import { checkTasks } from './check-servers';
import { type DmsPlace, isOurs, placeOf } from './place';
import { until } from './until';

/** Azure takes minutes to remove a service; within the clean-up's budget (limits.ts). */
const patienceMs = 15 * 60 * 1000;

/** A service of that name which is not ours is left alone: then there is nothing of ours. Safe to repeat. */
export async function tearDown(job: SharedJob): Promise<Released[]> {
  const place = placeOf(job);
  const { identity, project } = place;
  const service = await findDmsService(identity, project);
  if (!service || !isOurs(place, service.tags)) return allOf(place).map((item) => ({ ...item, fate: 'absent' }));
  const made = await whatIsThere(place);
  const isGone = async () => (await findDmsService(identity, project)) === undefined;
  if ((await isAccepted(() => deleteAll(place))) && (await until(isGone, patienceMs))) {
    return allOf(place).map((item) => ({ ...item, fate: made.has(item.name) ? 'removed' : 'absent' }));
  }
  const { subscriptionId, resourceGroup, service: name } = project;
  const where = `--subscription '${subscriptionId}' --resource-group '${resourceGroup}' --name '${name}'`;
  const command = `az dms delete ${where} --delete-running-tasks true --yes`;
  return allOf(place).map((item) => (made.has(item.name) ? { ...item, fate: 'left', command } : { ...item, fate: 'absent' }));
}

async function deleteAll({ identity, project }: DmsPlace): Promise<void> {
  await deleteDmsProject(identity, project);
  await beginDeletionOfDmsService(identity, project);
}

/** What Azure refuses, a person may have to do, or the next round does. */
async function isAccepted(ask: () => Promise<void>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof MigrationFailure && error.error.code === 'DMS_REFUSED') return false;
    throw error;
  }
}

const allOf = ({ project }: DmsPlace): Pick<Released, 'kind' | 'name'>[] => [
  ...checkTasks(project).map((task) => ({ kind: 'dmsTask' as const, name: dmsTaskId(task) })),
  { kind: 'dmsProject', name: dmsProjectId(project) },
  { kind: 'dmsService', name: dmsServiceId(project) },
];

async function whatIsThere({ identity, project }: DmsPlace): Promise<Set<string>> {
  const tasks = await Promise.all(checkTasks(project).map(async (task) => ((await findDmsTask(identity, task)) ? [dmsTaskId(task)] : [])));
  const ofProject = (await hasDmsProject(identity, project)) ? [dmsProjectId(project)] : [];
  return new Set([dmsServiceId(project), ...ofProject, ...tasks.flat()]);
}
