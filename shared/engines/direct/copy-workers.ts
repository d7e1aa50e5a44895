// Copies the tables of a database with several workers, and proves each unit after its commit.
import type { Wire } from '../../postgres/wire';
import { type CopySessions, copyTables, proveCopies } from './copy-tables';
import { type CopyUnit, copyUnits } from './copy-unit';
import { readLedger } from './ledger';
import { tableKey } from './ledger-keys';
import { isCopied, isProven, type Slice } from './slice';
import { copyStreams } from './stream-budget';
import { openSource, openTarget, together } from './work';

/** Streams per database. Two keep two cores of each server busy (copy-engine.md 1, w2); with eight databases the process's budget limits. */
const workersPerDatabase = 2;

/** Returns when all tables are copied and proven, or the slice is over. */
export async function runCopyWorkers(slice: Slice): Promise<void> {
  const { tables } = slice.catalog;
  const queue: CopyUnit[] = [
    ...copyUnits(tables.filter((table) => isCopied(slice, table.name) && !isProven(slice, table))), // a crash came between commit and proof
    ...copyUnits(tables.filter((table) => !isCopied(slice, table.name))),
  ];
  const workers = Array.from({ length: Math.min(workersPerDatabase, queue.length) }, () => copyWorker(slice, queue));
  await together(slice.work, workers);
}

async function copyWorker(slice: Slice, queue: CopyUnit[]): Promise<void> {
  const { work } = slice;
  let sessions: CopySessions | undefined;
  try {
    while (queue.length && !slice.isOver()) {
      const giveBack = await copyStreams.take(work.signal);
      try {
        const unit = queue.shift();
        if (!unit || slice.isOver()) return;
        slice.begin();
        sessions ??= await openSessions(slice);
        const rest = await copyAndProve(slice, sessions, unit);
        if (!rest) continue;
        sessions = undefined; // a failed COPY has used up both sessions
        queue.unshift(...copyUnits(rest));
      } finally {
        giveBack();
      }
    }
  } finally {
    sessions?.source.end();
    sessions?.target.end();
  }
}

/** Returns the tables that are still to be copied when another session has copied some of them. */
async function copyAndProve(slice: Slice, sessions: CopySessions, unit: CopyUnit) {
  const { work, dialect, progress, changes } = slice;
  const { ledger } = work.names;
  if (!unit.tables.every(({ name }) => isCopied(slice, name))) {
    progress.begin(unit.tables);
    const outcome = await copyTables(sessions, ledger, unit, dialect, (count) => progress.bytes(unit.tables, count)).catch((error) => {
      progress.failed(unit.tables);
      throw error;
    });
    if (outcome.kind === 'taken') {
      await refreshLedger(slice);
      return unit.tables.filter((table) => !isProven(slice, table));
    }
    await refreshUnits(slice, sessions.target, unit);
    progress.done(unit.tables);
    changes.notify();
  }
  const copied = unit.tables.map((table) => ({ table, sourceHash: slice.ledger.units.get(tableKey(table.name))?.sourceHash ?? '' }));
  await proveCopies(sessions, ledger, dialect, copied);
  await refreshUnits(slice, sessions.target, unit);
  return undefined;
}

async function openSessions({ work, source: { snapshot } }: Slice): Promise<CopySessions> {
  const opened = await Promise.allSettled([openSource(work, snapshot), openTarget(work, work.names.temporary, 'copy')]);
  const [source, target] = opened;
  if (source.status === 'fulfilled' && target.status === 'fulfilled') return { source: source.value, target: target.value };
  for (const each of opened) if (each.status === 'fulfilled') each.value.destroy();
  throw source.status === 'rejected' ? source.reason : (target as PromiseRejectedResult).reason;
}

/** Takes over what the ledger says about these tables: the ledger is the judge, not our memory. */
async function refreshUnits(slice: Slice, target: Wire, unit: CopyUnit): Promise<void> {
  const { units } = await readLedger(
    target,
    slice.work.names.ledger,
    unit.tables.map(({ name }) => tableKey(name)),
  );
  for (const [key, value] of units) slice.ledger.units.set(key, value);
}

async function refreshLedger(slice: Slice): Promise<void> {
  const wire = await openTarget(slice.work, slice.work.names.temporary, 'copy');
  try {
    const { units } = await readLedger(wire, slice.work.names.ledger);
    for (const [key, value] of units) slice.ledger.units.set(key, value);
  } finally {
    wire.end();
  }
  slice.changes.notify();
}
