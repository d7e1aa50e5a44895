// Takes the task of one database back, with what it made on the source. Safe to repeat: the task goes last, for it knows what its slots are.
import { dmsTaskId } from '../../azure/dms-resources';
import { cancelDmsTask, deleteDmsTask, findDmsTask } from '../../azure/dms-tasks';
import { applicationName } from '../../domain/names';
import { openCatalogSession } from '../../postgres/catalog-session';
import type { DatabaseJob, Released } from '../engine';
import { memoryOf } from './migrate-task';
import { type DmsPlace, isOurs, taskOf } from './place';
import { dropSlots, slotsSince } from './replication-slots';
import { until } from './until';

/** A task that is cancelled ends within seconds; one that does not is deleted as it runs. */
const cancelPatienceMs = 120_000;
const deletePatienceMs = 60_000;

/** `slots`: those that were announced, for a task that somebody else has taken away. */
export async function removeTask(job: DatabaseJob, place: DmsPlace, slots: readonly string[]): Promise<Released[]> {
  const { identity } = place;
  const id = taskOf(place, job.number);
  const found = await findDmsTask(identity, id);
  const task = found && isOurs(place, found.properties.clientData) ? found : undefined;
  if (task?.isRunning) {
    await cancelDmsTask(identity, id);
    await until(async () => !(await findDmsTask(identity, id))?.isRunning, cancelPatienceMs);
  }
  const ofSlots = task || slots.length ? await removeSlots(job, slots, task && memoryOf(task.properties).slotsBefore) : [];
  const item = { kind: 'dmsTask', name: dmsTaskId(id) } as const;
  if (!task) return [{ ...item, fate: 'absent' }, ...ofSlots];
  await deleteDmsTask(identity, id);
  const isGone = await until(async () => (await findDmsTask(identity, id)) === undefined, deletePatienceMs);
  return [
    isGone ? { ...item, fate: 'removed' } : { ...item, fate: 'left', command: `az resource delete --ids '${item.name}'` },
    ...ofSlots,
  ];
}

async function removeSlots(job: DatabaseJob, announced: readonly string[], before: readonly string[] | undefined): Promise<Released[]> {
  const { migrationId, number, database } = job;
  const source = await openCatalogSession(job.source, { database, applicationName: applicationName(migrationId, number, 'check') });
  try {
    const since = before ? await slotsSince(source, before) : [];
    return await dropSlots(source, [...new Set([...announced, ...since])]);
  } finally {
    await source.end();
  }
}
