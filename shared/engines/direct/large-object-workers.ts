// Copies and proves all large objects of a database.
import { copyHashAlgorithm } from '../../postgres/copy-hash';
import { type CopySessions, noteUnits } from './copy-tables';
import { type LargeObjectBatch, largeObjectBatches } from './large-object-batches';
import { copyLargeObjects, proveLargeObjects } from './large-objects';
import { selectUnits, storeProofs, unprovenBy } from './ledger';
import { openSource, openTarget } from './sessions';
import type { Slice } from './slice';
import { budgetOf, takeStreams } from './stream-budget';

/** Returns when all are copied and proven, or the slice is over. One worker: the writes of large objects keep the target's core busy. */
export async function runLargeObjectWorker(slice: Slice): Promise<void> {
  const { work, catalog, ledger } = slice;
  const open = largeObjectBatches(catalog.largeObjects).filter(({ key }) => !ledger.units.get(key)?.proof);
  if (!open.length) return;
  const streams = await takeStreams(budgetOf(work.job.target), work.signal);
  let sessions: CopySessions | undefined;
  try {
    for (const batch of open) {
      if (slice.isOver()) return;
      slice.begin();
      sessions ??= {
        source: await openSource(work, slice.source.snapshot),
        target: await openTarget(work, work.names.temporary, 'copy'),
      };
      if (!(await copyAndProve(slice, sessions, batch))) {
        sessions.target.destroy();
        sessions.source.destroy();
        sessions = undefined;
      }
    }
  } finally {
    sessions?.source.end();
    sessions?.target.end();
    streams.giveBack();
  }
}

/** False when another session had committed the batch: it is proven in the next slice, and these sessions are used up. */
async function copyAndProve(slice: Slice, { source, target }: CopySessions, batch: LargeObjectBatch): Promise<boolean> {
  const { work, ledger } = slice;
  const { key } = batch;
  const schema = work.names.ledger;
  const select = selectUnits(schema, [key]);
  if (!ledger.units.has(key)) {
    if ((await copyLargeObjects({ source, target }, slice, batch)) === 'taken') return false;
    noteUnits(slice, await target.query(select));
  }
  const hash = ledger.units.get(key)?.sourceHash ?? '';
  const proof = work.job.proof === 'off' ? unprovenBy(copyHashAlgorithm, hash) : await proveLargeObjects(target, batch, hash);
  noteUnits(slice, await target.query(`${storeProofs(schema, [{ key, proof }])}; ${select}`));
  return true;
}
