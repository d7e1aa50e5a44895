/** The work of a migration as tasks, with the order and the limits of engine `direct`. */
import type { DatabaseSize, Measurement, TargetFacts } from '../types';
import { buildPlace, type Context, copyPlace, keysOf, streamsOf, sum, task } from './context';
import type { Task } from './schedule';
import { assumedSpeed, tableCosts } from './table-costs';
import { groupsOf, referenceTasks, tableTasks } from './table-tasks';

/** pg_dump in its thread (copy-engine.md 4): its start, then its queries, which are so many times as many as those for our catalogue. */
const dumpSeconds = 0.2;
const dumpPerCatalog = 3;
/** Both catalogues are read anew and compared, on either side. */
const comparisonPerCatalog = 4;
/** A view or a function is a few rows of the catalogue; a table is files too. */
const objectPerTable = 0.3;
/** Large objects pass through a table before they become objects (large-objects.ts). */
const largeObjectPerCopy = 3;
/** Sessions that a database opens one after the other, before anything is copied and at its end. */
const sessionsAtBegin = 5;
const sessionsAtEnd = 6;

export const dumpPlace = 'dump';
export const analyzePlace = (number: number) => `analyze ${number}`;

export function tasksOf(databases: readonly DatabaseSize[], measurement: Measurement, target: TargetFacts): Task[] {
  const shared = { measurement, copyCores: coresOfCopy(measurement, target), streams: streamsOf(target.cores) };
  return databases.flatMap((database, number) =>
    databaseTasks({ ...shared, database, number, costs: tableCosts(database, measurement, databases) }),
  );
}

/** One backend is one core of the target; a source on the same machine adds its own, which shows in how two copies hinder each other. */
function coresOfCopy({ copyScaling }: Measurement, { cores, isSourceMachine }: TargetFacts): number {
  return isSourceMachine ? Math.min(2, Math.max(1, cores / copyScaling)) : 1;
}

function databaseTasks(context: Context): Task[] {
  const { database, measurement } = context;
  const begin = beginTasks(context);
  const schema = schemaTask(context, begin);
  const groups = groupsOf(database.tables).map((tables, index) => tableTasks(context, tables, index, schema.key));
  const copies = groups.flatMap((group) => group.copies);
  const builds = groups.flatMap((group) => group.builds).sort((one, other) => other.seconds - one.seconds);
  // A proof comes before the next copy: the worker that copied reads back.
  const data = [...groups.flatMap(({ proofs }) => proofs), ...copies, ...builds, ...referenceTasks(context, groups, schema.key)];
  const loaded = [schema, ...data, ...largeObjectTasks(context, [schema, ...copies])];
  const filled = [...loaded, ...refreshTasks(context, loaded)];
  const analyzed = [...filled, ...analyzeTasks(context, filled)];
  const seconds = sessionsAtEnd * measurement.connectSeconds + comparisonPerCatalog * catalogSeconds(context);
  return [...begin, ...analyzed, task(context, 'finish', { kind: 'finish', seconds, after: keysOf(analyzed) })];
}

const catalogSeconds = ({ database, measurement }: Context) => measurement.catalogSeconds[database.name] ?? 0;

function beginTasks(context: Context): Task[] {
  const { measurement } = context;
  const catalog = catalogSeconds(context);
  const seconds = sessionsAtBegin * measurement.connectSeconds + catalog + measurement.createDatabaseSeconds;
  return [
    task(context, 'begin', { kind: 'begin', seconds }),
    task(context, 'dump', { kind: 'begin', object: 'pg_dump', seconds: dumpSeconds + dumpPerCatalog * catalog, places: [dumpPlace] }),
  ];
}

function schemaTask(context: Context, before: readonly Task[]): Task {
  const { tables, otherObjects } = context.database;
  const creates = sum(tables, ({ name }) => context.costs.get(name)?.create ?? 0);
  const others = otherObjects * objectPerTable * context.measurement.smallTable.createSeconds;
  return task(context, 'schema', { kind: 'schema', seconds: creates + others, after: keysOf(before) });
}

function largeObjectTasks(context: Context, before: readonly Task[]): Task[] {
  const { largeObjectBytes } = context.database;
  if (!largeObjectBytes) return [];
  const seconds = largeObjectBytes * largeObjectPerCopy * assumedSpeed.copySecondsPerByte;
  return [task(context, 'largeObjects', { kind: 'largeObjects', seconds, places: [copyPlace], after: keysOf(before) })];
}

function refreshTasks(context: Context, before: readonly Task[]): Task[] {
  const { matviews } = context.database;
  return matviews.map(({ name, bytes }, index) => {
    const seconds = context.measurement.smallTable.createSeconds + bytes * assumedSpeed.indexSecondsPerIndexByte;
    return task(context, `refresh ${index}`, { kind: 'refresh', object: name, seconds, places: [buildPlace], after: keysOf(before) });
  });
}

function analyzeTasks(context: Context, before: readonly Task[]): Task[] {
  return groupsOf(context.database.tables).map((tables, index) =>
    task(context, `analyze ${index}`, {
      kind: 'finish',
      object: 'ANALYZE',
      seconds: sum(tables, ({ name }) => context.costs.get(name)?.analyze ?? 0),
      places: [analyzePlace(context.number)],
      after: keysOf(before),
    }),
  );
}
