// Copies a large table in ranges of its key, by several workers.
import { SpliceError, splice } from '../../postgres/splice';
import type { Wire } from '../../postgres/wire';
import { countAttempt, isUnitTaken } from './attempts';
import { writersTask } from './copy-by-writers';
import type { CopyTask, TaskOutcome } from './copy-queue';
import { planSplit, rangeCondition, rangeCount, type SplitPlan } from './copy-split-plan';
import { type CopyOutcome, type CopySessions, copyFailure, noteUnits } from './copy-tables';
import { copyRowsIn, copyRowsOut, formatOf } from './copy-unit';
import { beginStatements, beginUnits, endUnitsWithContent, selectUnits } from './ledger';
import { attemptKey, partKey } from './ledger-keys';
import { proofTask } from './prove-split';
import { addRowHashes, rowHash } from './row-hash';
import type { CatalogTable } from './schema/types';
import { isCopied, type Slice } from './slice';
import { beginAttempt, copyWholeInstead, noteCopied, type SplitTable, splitPlanOf } from './split-table';
import { budgetOf } from './stream-budget';

/** Goes on where the ledger says that the table stands. `whole` copies it in one piece. */
export function splitTasks(slice: Slice, table: CatalogTable, whole: CopyTask[]): CopyTask[] {
  const plan = splitPlanOf(slice.ledger, table.name);
  const unit = [table];
  if (plan?.kind === 'whole') return whole;
  if (plan && isCopied(slice, table.name)) return [proofTask({ slice, table, unit, plan })];
  if (plan?.kind === 'ranges') return rangeTasks({ slice, table, unit, plan }, whole);
  return [attemptTask({ slice, table, unit }, whole)];
}

/** The first attempt, and each that follows one whose writers failed. */
function attemptTask({ slice, table, unit }: Omit<SplitTable, 'plan'>, whole: CopyTask[]): CopyTask {
  const again = () => splitTasks(slice, table, whole);
  return {
    streams: 1,
    again,
    async run({ source, target }) {
      const known = splitPlanOf(slice.ledger, table.name);
      const made = known ?? (await planSplit(source, table, budgetOf(slice.work.job.target).streams.places));
      const plan: SplitPlan = { ...made, attempt: (known?.attempt ?? 0) + 1 };
      const split = { slice, table, unit, plan };
      if ((await beginAttempt(target, split)) === 'taken') return 'taken';
      return { following: plan.kind === 'writers' ? [writersTask(split, again)] : rangeTasks(split, whole) };
    },
  };
}

function rangeTasks(split: SplitTable, whole: CopyTask[]): CopyTask[] {
  const { slice, table, plan } = split;
  const ranges = Array.from({ length: rangeCount(plan) }, (_, range) => range);
  const copied = (range: number) => slice.ledger.units.get(partKey(table.name, range));
  let isFinishing = false;
  const finish = (): CopyTask[] => {
    if (isFinishing || !ranges.every(copied)) return [];
    isFinishing = true;
    return [finishTask(split, whole)];
  };
  const open = ranges.filter((range) => !copied(range));
  let isBegun = false;
  const begin = () => {
    if (!isBegun) slice.progress.begin(split.unit);
    isBegun = true;
  };
  const tasks = open.map((range): CopyTask => {
    const task: CopyTask = {
      streams: 1,
      again: () => [task],
      run: async (sessions) => {
        begin();
        return copied(range) || (await copyRange(split, sessions, range)) === 'copied' ? { following: finish() } : 'taken';
      },
    };
    return task;
  });
  return tasks.length ? tasks : finish();
}

async function copyRange({ slice, table, plan, unit }: SplitTable, { source, target }: CopySessions, range: number): Promise<CopyOutcome> {
  const { work, dialect, progress, ledger } = slice;
  const key = partKey(table.name, range);
  countAttempt(ledger, [key], table.name);
  try {
    const [copied] = await splice({
      source,
      target,
      outSql: copyRowsOut(table, dialect, rangeCondition(plan, range)),
      inSql: `${beginUnits(work.names.ledger, [key], attemptKey(table.name, plan.attempt))}; ${copyRowsIn(table, dialect)}`,
      statementsBefore: beginStatements,
      formats: [formatOf(table, dialect)],
      hash: (format) => rowHash({ format }),
      onBytes: (count, rows) => progress.bytes(unit, count, rows),
    });
    if (!copied) throw new Error(`A range of ${table.name} was copied without a result.`);
    const content = endUnitsWithContent(work.names.ledger, [{ key, ...copied }]);
    noteUnits(slice, await target.query(`${content}; COMMIT; ${selectUnits(work.names.ledger, [key])}`));
    return 'copied';
  } catch (error) {
    if (error instanceof SpliceError && isUnitTaken(error.cause)) return 'taken';
    progress.failed(unit);
    throw copyFailure(error, [table]);
  }
}

function finishTask(split: SplitTable, whole: CopyTask[]): CopyTask {
  const { slice, table, plan } = split;
  const task: CopyTask = {
    streams: 1,
    again: () => [task],
    async run({ source, target }): Promise<TaskOutcome> {
      const parts = Array.from({ length: rangeCount(plan) }, (_, range) => slice.ledger.units.get(partKey(table.name, range)));
      const sum = (of: 'rows' | 'bytes') => parts.reduce((total, part) => total + (part?.[of] ?? 0), 0);
      if ((await countRows(source, table)) !== sum('rows')) {
        await copyWholeInstead(target, split);
        return { following: whole };
      }
      const hash = addRowHashes(parts.map((part) => part?.sourceHash ?? ''));
      return (await noteCopied(target, split, { rows: sum('rows'), bytes: sum('bytes'), hash })) === 'taken'
        ? 'taken'
        : { following: [proofTask(split)] };
    },
  };
  return task;
}

/** Without an index: one that is damaged hides rows, and the ranges were read by it. */
async function countRows(source: Wire, { name }: CatalogTable): Promise<number> {
  const results = await source.query(`
    SAVEPOINT counting; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off;
    SELECT pg_catalog.count(*) FROM ONLY ${name};
    ROLLBACK TO counting`);
  return Number(results.find(({ tag }) => tag.startsWith('SELECT'))?.rows[0]?.[0]);
}
