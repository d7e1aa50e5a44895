// Within the direct engine's frame: has the rows of tables brought by Azure Database Migration Service, and notes in the ledger which it brought.
import { dmsTaskId } from '../../azure/dms-resources';
import { createDmsTask, type DmsTask, findDmsTask } from '../../azure/dms-tasks';
import { fail } from '../../domain/error-codes';
import { withoutSecrets } from '../../domain/without-secrets';
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import { storeFact } from '../direct/ledger';
import { broughtFact } from '../direct/ledger-keys';
import type { Slice } from '../direct/slice';
import type { Waiting } from '../direct/work';
import { secretsOf } from './connection-info';
import { dmsTablesFact } from './ledger-facts';
import type { SizedTable } from './load-progress';
import { memoryOf, migrateTask } from './migrate-task';
import { noteLoaded } from './note-loaded';
import { passing } from './passing';
import { type DmsPlace, isOurs, lookAgainMs, placeOf, taskOf } from './place';
import { readLoad } from './read-load';
import { removeTask } from './remove-task';
import { slotsOfDatabase } from './replication-slots';
import { complaintsOf } from './task-words';

export async function loadByDms(slice: Slice, target: Wire): Promise<Waiting> {
  if (slice.ledger.facts.has(broughtFact)) return undefined;
  try {
    return await load(slice, target);
  } catch (error) {
    const again = await passing(slice.work.job, error);
    if (again) return again;
    throw error;
  }
}

async function load(slice: Slice, target: Wire): Promise<Waiting> {
  const { job } = slice.work;
  const place = placeOf(job);
  const tables = largestFirst(slice);
  if (tables.length === 0) {
    await noteLoaded(slice, target, []);
    return undefined;
  }
  const task = await findDmsTask(place.identity, taskOf(place, job.number));
  const databaseOid = await oidOf(target);
  if (!task || !isOurs(place, task.properties.clientData)) return begin(slice, target, place, { tables, databaseOid });
  if (memoryOf(task.properties).databaseOid !== databaseOid) {
    await removeTask(job, place, []); // it filled a database that is gone
    return { kind: 'notYet' };
  }
  if (task.isRunning) return { kind: 'notYet', retryAfterMs: lookAgainMs(task.properties.clientData) };
  if (task.properties.state !== 'Succeeded') throw taskFailed(slice, place, task);
  await noteLoaded(slice, target, loadedIn(slice, task));
  return undefined;
}

/** What an extension made is not moved by the service, which knows user tables only. */
function largestFirst({ catalog }: Slice): SizedTable[] {
  const own = catalog.tables.filter(({ filter }) => filter === undefined);
  return own.map(({ name, sizeBytes }) => ({ name, sizeBytes })).sort((one, other) => other.sizeBytes - one.sizeBytes);
}

async function begin(
  slice: Slice,
  target: Wire,
  place: DmsPlace,
  { tables, databaseOid }: { tables: SizedTable[]; databaseOid: number },
): Promise<Waiting> {
  const { work, source } = slice;
  const { job, context, names } = work;
  const id = taskOf(place, job.number);
  await target.query(`SET synchronous_commit = on; ${storeFact(names.ledger, dmsTablesFact, tables)}; RESET synchronous_commit`);
  const slotsBefore = await slotsOfDatabase(source.present);
  if (!(await context.isWanted())) return { kind: 'notYet' };
  await context.willCreate({ kind: 'dmsTask', name: dmsTaskId(id) });
  const task = migrateTask(job, place, names.temporary, { databaseOid, slotsBefore });
  await createDmsTask(place.identity, id, task, secretsOf(job));
  return { kind: 'notYet', retryAfterMs: lookAgainMs(task.clientData) };
}

async function oidOf(target: Wire): Promise<number> {
  const [found] = await target.query('SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()');
  return Number(found?.rows[0]?.[0]);
}

function loadedIn({ work }: Slice, { properties }: DmsTask) {
  return [...readLoad(properties, work.job.database).tables.values()];
}

/** With the service's own words, and the tables that it did not get done. */
function taskFailed({ work }: Slice, place: DmsPlace, { properties }: DmsTask) {
  const { job } = work;
  const undone = loadedIn({ work } as Slice, { properties } as DmsTask)
    .filter(({ state }) => state === 'ERROR' || state === 'FAILED')
    .map(({ name }) => name);
  const words = withoutSecrets(complaintsOf(properties).join(' '), secretsOf(job));
  const { service, task } = taskOf(place, job.number);
  return fail('DMS_TASK_FAILED', `Task '${task}' of the service '${service}' did not move database '${job.database}': ${words}`, {
    objects: undone.map(quoteLiteral),
  });
}
