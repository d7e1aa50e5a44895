// Copies a large table without a key to cut it by: one reader feeds several writers.
import { SpliceError } from '../../postgres/splice';
import { spliceToMany } from '../../postgres/splice-to-many';
import type { Wire } from '../../postgres/wire';
import { isUnitTaken } from './attempts';
import type { CopyTask, TaskOutcome } from './copy-queue';
import { type CopySessions, copyFailure } from './copy-tables';
import { writersPerReader } from './copy-tuning';
import { copyOut, copyRowsIn, formatOf } from './copy-unit';
import { endUnitsWithContent, insertUnits } from './ledger';
import { attemptKey, partKey } from './ledger-keys';
import { proofTask } from './prove-split';
import { rowHash } from './row-hash';
import { openTarget } from './sessions';
import { noteCopied, type SplitTable } from './split-table';

/** `again` begins another attempt: what a writer took cannot be read a second time alone. */
export function writersTask(split: SplitTable, again: () => CopyTask[]): CopyTask {
  return {
    streams: writersPerReader,
    isBegun: true,
    again,
    run: (sessions, streams) => copyByWriters(split, sessions, streams),
  };
}

async function copyByWriters(split: SplitTable, sessions: CopySessions, writers: number): Promise<TaskOutcome> {
  const { work } = split.slice;
  const others: Wire[] = [];
  try {
    while (others.length < writers - 1) others.push(await openTarget(work, work.names.temporary, 'copy'));
    return await copyTo(split, sessions, [sessions.target, ...others]);
  } finally {
    for (const other of others) other.end();
  }
}

async function copyTo(split: SplitTable, { source, target }: CopySessions, targets: Wire[]): Promise<TaskOutcome> {
  const { slice, table, plan, unit } = split;
  const { work, dialect, progress } = slice;
  const { ledger } = work.names;
  const attempt = attemptKey(table.name, plan.attempt);
  const format = formatOf(table, dialect);
  const keys = targets.map((_, writer) => partKey(table.name, writer));
  progress.begin(unit);
  try {
    const { shares, ...content } = await spliceToMany({
      source,
      targets,
      outSql: copyOut(table, dialect),
      inSql: keys.map((key) => `BEGIN; ${insertUnits(ledger, [key], attempt)}; ${copyRowsIn(table, dialect)}`),
      format,
      hash: await rowHash({ format }),
      onBytes: (count, rows) => progress.bytes(unit, count, rows),
    });
    await Promise.all(
      targets.map((each, writer) => {
        const share = { key: keys[writer] ?? '', rows: shares[writer] ?? 0, bytes: 0, hash: '' };
        return each.query(`${endUnitsWithContent(ledger, [share])}; COMMIT`);
      }),
    );
    return (await noteCopied(target, split, content)) === 'taken' ? 'taken' : { following: [proofTask(split)] };
  } catch (error) {
    if (error instanceof SpliceError && isUnitTaken(error.cause)) return 'taken';
    progress.failed(unit);
    throw copyFailure(error, [table]);
  }
}
