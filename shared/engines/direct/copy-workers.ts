// Copies the tables of a database with several workers, and proves each unit after its commit.
import { type CopyQueue, type CopyTask, copyQueue, type TaskOutcome } from './copy-queue';
import { splitTasks } from './copy-split';
import { shouldSplit } from './copy-split-plan';
import { type CopySessions, copyTables, proveCopies } from './copy-tables';
import { streamsPerProcess } from './copy-tuning';
import { type CopyUnit, copyUnits } from './copy-unit';
import { readLedger } from './ledger';
import type { CatalogTable } from './schema/types';
import { openSource, openTarget } from './sessions';
import { isCopied, isProven, type Slice } from './slice';
import { isSplit, splitPlanOf } from './split-table';
import { budgetOf, takeStreams } from './stream-budget';
import { together } from './work';

/** Returns when all tables are copied and proven, or the slice is over. */
export async function runCopyWorkers(slice: Slice): Promise<void> {
  const { streams } = budgetOf(slice.work.job.target);
  const tasks = copyTasks(slice, Math.min(streams.places, streamsPerProcess));
  if (!tasks.length) return;
  const queue = copyQueue(tasks);
  const workers = Array.from({ length: Math.min(streams.places, streamsPerProcess) }, () => copyWorker(slice, queue));
  await together(slice.work, workers);
}

/** Biggest first, so that the last ones are short. */
function copyTasks(slice: Slice, streams: number): CopyTask[] {
  const remaining = slice.catalog.tables.filter(({ name }) => !isCopied(slice, name));
  const splits = slice.catalog.tables.filter(
    (table) =>
      !isProven(slice, table) &&
      (splitPlanOf(slice.ledger, table.name)
        ? isSplit(slice, table)
        : !isCopied(slice, table.name) && shouldSplit(table, remaining, streams, slice.work.context)),
  );
  return [
    ...splits.flatMap((table) => splitTasks(slice, table, unitTasks(slice, [table]))),
    ...unitTasks(
      slice,
      slice.catalog.tables.filter((table) => !splits.includes(table)),
    ),
  ];
}

async function copyWorker(slice: Slice, queue: CopyQueue): Promise<void> {
  const { work } = slice;
  const budget = budgetOf(work.job.target);
  let sessions: CopySessions | undefined;
  try {
    for (let task = await queue.next(); task; task = await queue.next()) {
      let following: CopyTask[] = [];
      try {
        if (slice.isOver() && !task.isBegun) return;
        const streams = await takeStreams(budget, work.signal, task.streams);
        slice.streams.taken += streams.count;
        try {
          if (slice.isOver() && !task.isBegun) return;
          slice.begin();
          sessions ??= await openSessions(slice);
          const outcome = await task.run(sessions, streams.count);
          if (outcome === 'taken') {
            endSessions(sessions);
            sessions = undefined;
            await refreshLedger(slice);
          }
          following = outcome === 'taken' ? task.again() : outcome.following;
        } finally {
          slice.streams.taken -= streams.count;
          streams.giveBack();
        }
      } finally {
        queue.done(following);
      }
    }
  } finally {
    if (sessions) endSessions(sessions);
  }
}

const unitTask = (slice: Slice, unit: CopyUnit): CopyTask => ({
  streams: 1,
  run: (sessions) => copyAndProve(slice, sessions, unit),
  again: () => unitTasks(slice, unit.tables),
});

/** What a crash, or another session, left between commit and proof comes first. */
function unitTasks(slice: Slice, tables: CatalogTable[]): CopyTask[] {
  const open = tables.filter((table) => !isProven(slice, table));
  const units = [true, false].flatMap((copied) => copyUnits(open.filter(({ name }) => isCopied(slice, name) === copied)));
  return units.map((unit) => unitTask(slice, unit));
}

async function copyAndProve(slice: Slice, sessions: CopySessions, unit: CopyUnit): Promise<TaskOutcome> {
  const isDone = unit.tables.every(({ name }) => isCopied(slice, name));
  if (!isDone && (await copyTables(sessions, slice, unit)) === 'taken') return 'taken';
  if (!unit.tables.every((table) => isProven(slice, table))) await proveCopies(sessions, slice, unit);
  return { following: [] };
}

function endSessions({ source, target }: CopySessions): void {
  source.end();
  target.end();
}

async function openSessions({ work, source: { snapshot } }: Slice): Promise<CopySessions> {
  const opened = await Promise.allSettled([openSource(work, snapshot), openTarget(work, work.names.temporary, 'copy')]);
  const [source, target] = opened;
  if (source.status === 'fulfilled' && target.status === 'fulfilled') return { source: source.value, target: target.value };
  for (const each of opened) if (each.status === 'fulfilled') each.value.destroy();
  throw source.status === 'rejected' ? source.reason : (target as PromiseRejectedResult).reason;
}

async function refreshLedger(slice: Slice): Promise<void> {
  const wire = await openTarget(slice.work, slice.work.names.temporary, 'copy');
  try {
    const { units, facts } = await readLedger(wire, slice.work.names.ledger);
    for (const [key, value] of units) slice.ledger.units.set(key, value);
    for (const [name, value] of facts) slice.ledger.facts.set(name, value);
  } finally {
    wire.end();
  }
  slice.changes.notify();
}
