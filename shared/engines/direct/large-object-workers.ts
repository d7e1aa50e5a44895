// Copies and proves all large objects of a database.
import type { CopySessions } from './copy-tables';
import { copyLargeObjects, type LargeObjectBatch, largeObjectBatches, proveLargeObjects } from './large-objects';
import { readLedger } from './ledger';
import type { Slice } from './slice';
import { copyStreams } from './stream-budget';
import { openSource, openTarget } from './work';

/** Returns when all are copied and proven, or the slice is over. One worker: the writes of large objects keep the target's core busy. */
export async function runLargeObjectWorker(slice: Slice): Promise<void> {
  const { work, catalog, ledger } = slice;
  const open = largeObjectBatches(catalog.largeObjects).filter(({ key }) => !ledger.units.get(key)?.proof);
  if (!open.length) return;
  const giveBack = await copyStreams.take(work.signal);
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
    giveBack();
  }
}

/** False when another session had committed the batch: it is proven in the next slice, and these sessions are used up. */
async function copyAndProve({ work, ledger }: Slice, { source, target }: CopySessions, batch: LargeObjectBatch): Promise<boolean> {
  const schema = work.names.ledger;
  if (!ledger.units.has(batch.key) && (await copyLargeObjects({ source, target }, schema, batch)) === 'taken') return false;
  const sourceHash = (await readLedger(target, schema, [batch.key])).units.get(batch.key)?.sourceHash ?? '';
  await proveLargeObjects(target, schema, batch, sourceHash);
  for (const [key, unit] of (await readLedger(target, schema, [batch.key])).units) ledger.units.set(key, unit);
  return true;
}
