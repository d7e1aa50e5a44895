// Proves a table that was copied in parts: its pages on the target are read once, by several readers, and each row counts for its range.
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { TableProof } from '../engine';
import type { CopyTask } from './copy-queue';
import { rangeCount, rangeOf } from './copy-split-plan';
import { type CopySessions, noteUnits } from './copy-tables';
import { copyRowsOut, formatOf } from './copy-unit';
import { selectUnits, storeProofs } from './ledger';
import { partKey, tableKey } from './ledger-keys';
import { compareRows } from './prove-tables';
import { addRowHashes, rangeNumber, rowHash, rowHashAlgorithm } from './row-hash';
import type { SplitTable } from './split-table';
import { budgetOf } from './stream-budget';

/** From here on a condition on ctid reads no more pages than it names. */
const rangesOfPagesSince = 14;

export function proofTask(split: SplitTable): CopyTask {
  const task: CopyTask = {
    streams: 1,
    again: () => [task],
    run: async ({ target }) => ({ following: split.slice.work.job.proof === 'off' ? [] : await readerTasks(split, target) }),
  };
  return task;
}

/** What they find counts only together. */
async function readerTasks(split: SplitTable, target: Wire): Promise<CopyTask[]> {
  const { streams } = budgetOf(split.slice.work.job.target);
  const readers = Number.parseInt(target.parameters.server_version ?? '', 10) >= rangesOfPagesSince ? streams.places : 1;
  const pages = await countPages(target, split.table.name);
  const bounds = Array.from({ length: readers - 1 }, (_, index) => Math.ceil(((index + 1) * pages) / readers));
  const found = new Map<number, string[]>();
  return Array.from({ length: readers }, (_, reader) => {
    const task: CopyTask = {
      streams: 1,
      isBegun: true,
      again: () => [task],
      async run(sessions) {
        found.set(reader, await readPages(split, sessions.target, bounds[reader - 1], bounds[reader]));
        if (found.size === readers) await storeProof(split, sessions, [...found.values()]);
        return { following: [] };
      },
    };
    return task;
  });
}

async function countPages(target: Wire, table: string): Promise<number> {
  const pages = `pg_catalog.pg_relation_size(${quoteLiteral(table)}) / pg_catalog.current_setting('block_size')::pg_catalog.int8`;
  const [size] = await target.query(`SELECT ${pages}`);
  return Number(size?.rows[0]?.[0]);
}

/** Hash of the rows of each range that stand on these pages. */
async function readPages({ slice, table, plan }: SplitTable, target: Wire, from?: number, to?: number): Promise<string[]> {
  const format = formatOf(table, slice.dialect);
  const hash = await rowHash({ format, ranges: rangeCount(plan) });
  const conditions = [...(from === undefined ? [] : [`ctid >= '(${from},0)'`]), ...(to === undefined ? [] : [`ctid < '(${to},0)'`])];
  const where = conditions.length ? `WHERE ${conditions.join(' AND ')}` : '';
  const rows = copyRowsOut(table, slice.dialect, where, [rangeNumber(rangeOf(plan), format)]);
  await target.query(`BEGIN; ${rows}; COMMIT`, { borrows: true, data: hash.update, done: () => {} });
  return hash.digests();
}

async function storeProof({ slice, table, plan }: SplitTable, { source, target }: CopySessions, found: string[][]): Promise<void> {
  const { ledger } = slice.work.names;
  const key = tableKey(table.name);
  const proofOf = (unit: string, digests: string[]) => {
    const [sent, stands] = [slice.ledger.units.get(unit)?.sourceHash ?? '', addRowHashes(digests)];
    const proof: TableProof = {
      algorithm: rowHashAlgorithm,
      source: sent,
      target: stands,
      result: sent === stands ? 'equal' : 'different',
    };
    return { key: unit, proof };
  };
  const parts =
    plan.kind === 'ranges'
      ? Array.from({ length: rangeCount(plan) }, (_, range) =>
          proofOf(
            partKey(table.name, range),
            found.map((each) => each[range] ?? ''),
          ),
        )
      : [];
  const proofs = [proofOf(key, found.flat()), ...parts];
  const isEqual = proofs.every(({ proof }) => proof.result === 'equal');
  const stored = isEqual ? proofs : [{ key, proof: await compareRows(source, target, table, slice.dialect) }];
  noteUnits(slice, await target.query(`${storeProofs(ledger, stored)}; ${selectUnits(ledger, [key])}`));
}
