// Builds indexes and constraints and applies the rest of post-data, each as soon as what it depends on is committed.
import { fail } from '../../domain/error-codes';
import type { Wire } from '../../postgres/wire';
import { isUnitTaken, requireAttemptsLeft } from './attempts';
import { countAttempts, endUnits, insertUnits, readLedger } from './ledger';
import { postDataKey } from './ledger-keys';
import { runStatements } from './run-statements';
import type { PostDataKind, PostDataUnit } from './schema/types';
import { allCopied, isCopied, isPostDataDone, type Slice } from './slice';
import { indexBuilds } from './stream-budget';
import { openTarget, together } from './work';

/** Builds per database: one per core of a small server, without parallel workers of their own (copy-engine.md 2: faster than two with). */
const workersPerDatabase = 2;
/** Units below this are run several to a transaction: their round trips and commits cost more than they do. */
const smallUnitBytes = 1_000_000;
const batchUnits = 32;
/** These take locks on one table only, so that several in one transaction cannot deadlock with those of another worker. */
const batchedKinds: readonly PostDataKind[] = ['index', 'constraint', 'validate', 'attach'];

/** Memory of one build: half of shared_buffers (an eighth of the memory on Flexible Server), at least 128 MB, at most 512 MB. */
const sessionSettings = `
  SELECT pg_catalog.set_config('maintenance_work_mem', greatest(131072, least(524288, setting::bigint * 8 / 2)) || 'kB', false)
  FROM pg_catalog.pg_settings WHERE name = 'shared_buffers';
  SET max_parallel_maintenance_workers = 0`;

interface Queue {
  pending: Set<PostDataUnit>;
  running: number;
}

/** Returns when everything is built, or the slice is over. */
export async function runPostDataWorkers(slice: Slice): Promise<void> {
  const queue: Queue = { pending: new Set(slice.plan.postData.filter((unit) => !isPostDataDone(slice, unit))), running: 0 };
  const workers = Array.from({ length: Math.min(workersPerDatabase, queue.pending.size) }, () => postDataWorker(slice, queue));
  await together(slice.work, workers);
}

async function postDataWorker(slice: Slice, queue: Queue): Promise<void> {
  const { work, changes, plan } = slice;
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
      const giveBack = await indexBuilds.take(work.signal);
      try {
        wire ??= await openBuilder(slice, plan.session);
        await runUnits(slice, queue, wire, units);
      } finally {
        giveBack();
        queue.running--;
        changes.notify();
      }
    }
  } finally {
    wire?.end();
  }
}

async function openBuilder({ work }: Slice, session: string): Promise<Wire> {
  const wire = await openTarget(work, work.names.temporary, 'index');
  await wire.query(sessionSettings);
  if (session.trim()) await wire.query(session);
  return wire;
}

function isReady(slice: Slice, unit: PostDataUnit): boolean {
  const tableIsThere =
    unit.table === undefined || !slice.catalog.tables.some(({ name }) => name === unit.table)
      ? allCopied(slice)
      : isCopied(slice, unit.table);
  return tableIsThere && unit.dependsOn.every((key) => slice.ledger.units.has(postDataKey(key)));
}

function takeReady(slice: Slice, { pending }: Queue): PostDataUnit[] {
  const ready = [...pending].filter((unit) => isReady(slice, unit));
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

async function runUnits(slice: Slice, { pending }: Queue, wire: Wire, units: PostDataUnit[]): Promise<void> {
  const { ledger } = slice.work.names;
  const keys = units.map(({ key }) => postDataKey(key));
  requireAttemptsLeft(await countAttempts(wire, ledger, keys), units[0]?.object ?? '');
  try {
    await runStatements(wire, {
      before: ['BEGIN', insertUnits(ledger, keys)],
      statements: units.flatMap(({ statements }) => statements),
      after: [endUnits(ledger, keys), 'COMMIT'],
      code: units.every(({ kind }) => kind === 'other' || kind === 'matview') ? 'SCHEMA_FAILED' : 'INDEX_FAILED',
    });
  } catch (error) {
    if (!isUnitTaken(error)) throw error;
    await wire.query('ROLLBACK'); // a build that outlived its client has committed some of them
  }
  const { units: done } = await readLedger(wire, ledger, keys);
  for (const [key, value] of done) slice.ledger.units.set(key, value);
  for (const unit of units) if (!isPostDataDone(slice, unit)) pending.add(unit);
}
