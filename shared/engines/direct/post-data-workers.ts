// Builds indexes and constraints and applies the rest of post-data, each as soon as what it depends on is committed.
import { fail, MigrationFailure } from '../../domain/error-codes';
import { serverMessage } from '../../postgres/server-message';
import type { Wire } from '../../postgres/wire';
import { countAttempt, isUnitTaken } from './attempts';
import { noteUnits } from './copy-tables';
import { beginUnits, endUnits, selectUnits } from './ledger';
import { postDataKey } from './ledger-keys';
import { runStatements } from './run-statements';
import type { PostDataKind, PostDataUnit } from './schema/types';
import { openTarget } from './sessions';
import { allCopied, isCopied, isPostDataDone, isProven, type Slice } from './slice';
import { budgetOf, type TargetBudget } from './stream-budget';
import { together } from './work';

/** Units below this are run several to a transaction: their round trips and commits cost more than they do. */
const smallUnitBytes = 1_000_000;
const batchUnits = 32;
/** These take locks on one table only, so that several in one transaction cannot deadlock with those of another worker. */
const batchedKinds: readonly PostDataKind[] = ['index', 'constraint', 'validate', 'attach'];

/** Memory of one build: its part of as much as shared_buffers (a quarter of the memory on Flexible Server), 128 MB to 512 MB. */
const sessionSettings = (builds: number) => `
  SELECT pg_catalog.set_config('maintenance_work_mem', greatest(131072, least(524288, setting::bigint * 8 / ${builds})) || 'kB', false)
  FROM pg_catalog.pg_settings WHERE name = 'shared_buffers'`;

const uniqueViolation = '23505';

interface Queue {
  pending: Set<PostDataUnit>;
  /** Names of the tables that are copied. */
  tables: ReadonlySet<string>;
  running: number;
}

/** Returns when everything is built, or the slice is over. */
export async function runPostDataWorkers(slice: Slice): Promise<void> {
  const queue: Queue = {
    pending: new Set(slice.plan.postData.filter((unit) => !isPostDataDone(slice, unit))),
    tables: new Set(slice.catalog.tables.map(({ name }) => name)),
    running: 0,
  };
  const { builds } = budgetOf(slice.work.job.target);
  const workers = Array.from({ length: Math.min(builds.places, queue.pending.size) }, () => postDataWorker(slice, queue));
  await together(slice.work, workers);
}

async function postDataWorker(slice: Slice, queue: Queue): Promise<void> {
  const { work, changes, plan } = slice;
  const budget = budgetOf(work.job.target);
  let wire: Wire | undefined;
  try {
    while (queue.pending.size && !slice.isOver()) {
      const changed = changes.changed();
      const units = takeReady(slice, queue);
      if (!units.length) {
        requireHope(slice, queue);
        await changed;
        work.signal.throwIfAborted();
        continue;
      }
      queue.running++;
      slice.begin();
      const place = await budget.builds.take(work.signal);
      const built = slice.progress.building(units);
      try {
        wire ??= await openBuilder(slice, plan.session, budget.builds.places);
        await runUnits(
          slice,
          queue,
          wire,
          units,
          parallelWorkers({ ...budget, streams: lastingStreams(slice) }, readyUnits(slice, queue).length),
        );
      } finally {
        built();
        place.giveBack();
        queue.running--;
        changes.notify();
      }
    }
  } finally {
    wire?.end();
  }
}

async function openBuilder({ work }: Slice, session: string, builds: number): Promise<Wire> {
  const wire = await openTarget(work, work.names.temporary, 'index');
  await wire.query(sessionSettings(builds));
  if (session.trim()) await wire.query(session);
  return wire;
}

/** What all units have in common is looked up once: there may be many thousands of them, and of tables. */
function readyUnits(slice: Slice, { pending, tables }: Queue): PostDataUnit[] {
  const allThere = allCopied(slice);
  const isThere = (table: string | undefined) => (table !== undefined && tables.has(table) ? isCopied(slice, table) : allThere);
  const isDone = (key: string) => slice.ledger.units.has(postDataKey(key));
  return [...pending].filter(({ table, dependsOn }) => isThere(table) && dependsOn.every(isDone));
}

/** Those of this database end before a build does, once everything is copied: what is left is to read it back. */
function lastingStreams(slice: Slice): { taken: number } {
  const { streams } = budgetOf(slice.work.job.target);
  return { taken: allCopied(slice) ? streams.taken - slice.streams.taken : streams.taken };
}

/** Beside the build itself. Cores that streams and other builds keep busy are not spare: on a busy server one core per build is faster. */
export function parallelWorkers({ cores, streams, builds }: Pick<TargetBudget, 'cores'> & Busy, ready: number): number {
  const wanted = Math.min(builds.taken + ready, cores);
  return Math.max(0, Math.floor((cores - streams.taken) / wanted) - 1);
}

/** Places that are taken, this build's included. */
interface Busy {
  streams: { taken: number };
  builds: { taken: number };
}

function takeReady(slice: Slice, queue: Queue): PostDataUnit[] {
  const { pending } = queue;
  const ready = readyUnits(slice, queue);
  const isSmall = (unit: PostDataUnit) => unit.weight < smallUnitBytes && batchedKinds.includes(unit.kind);
  const first = ready.reduce<PostDataUnit | undefined>((most, unit) => (most && most.weight >= unit.weight ? most : unit), undefined);
  if (!first) return [];
  // By the names of their tables, so that no two transactions take the same locks in different orders.
  const tables = new Set<string | undefined>();
  const taken = isSmall(first)
    ? ready.filter((unit) => isSmall(unit) && (tables.has(unit.table) || (tables.size < batchUnits && tables.add(unit.table))))
    : [first];
  for (const unit of taken) pending.delete(unit);
  return taken.sort((one, other) => compare(one.table, other.table));
}

function compare(one = '', other = ''): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Nothing is ready, nothing runs and no copy can make anything ready: the plan contradicts itself. */
function requireHope(slice: Slice, { pending, running }: Queue): void {
  if (running > 0 || !allCopied(slice)) return;
  const objects = [...pending].map(({ object }) => object);
  throw fail('INTERNAL_ERROR', `The plan has units that wait for one another: ${objects.join(', ')}.`, { objects });
}

/**
 * A key may be violated by rows that are not the source's. The proof of their table, which runs beside the build, then fails first and names them.
 * The end of the copy workers wakes us, too.
 */
async function untilProven(slice: Slice, units: PostDataUnit[]): Promise<void> {
  const names = new Set(units.map(({ table }) => table));
  const isOpen = () => slice.catalog.tables.some((table) => names.has(table.name) && !isProven(slice, table));
  for (;;) {
    const changed = slice.changes.changed();
    if (!isOpen() || slice.isOver() || slice.work.signal.aborted) return;
    await changed;
  }
}

async function runUnits(slice: Slice, { pending }: Queue, wire: Wire, units: PostDataUnit[], parallel: number): Promise<void> {
  const { ledger } = slice.work.names;
  const keys = units.map(({ key }) => postDataKey(key));
  countAttempt(slice.ledger, keys, units[0]?.object ?? '');
  try {
    const results = await runStatements(wire, {
      before: [beginUnits(ledger, keys), `SET LOCAL max_parallel_maintenance_workers = ${parallel}`],
      statements: units.flatMap(({ statements }) => statements),
      after: [endUnits(ledger, keys), 'COMMIT', selectUnits(ledger, keys)],
      code: units.every(({ kind }) => kind === 'other' || kind === 'matview') ? 'SCHEMA_FAILED' : 'INDEX_FAILED',
    });
    noteUnits(slice, results);
  } catch (error) {
    if (!isUnitTaken(error)) {
      if (error instanceof MigrationFailure && serverMessage(error.cause)?.sqlState === uniqueViolation) await untilProven(slice, units);
      throw error;
    }
    noteUnits(slice, await wire.query(`ROLLBACK; ${selectUnits(ledger, keys)}`)); // a build that outlived its client has committed some of them
  }
  for (const unit of units) if (!isPostDataDone(slice, unit)) pending.add(unit);
}
