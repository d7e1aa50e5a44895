// Planner statistics of a database whose tables and indexes are there, gathered once.
import { analyzeRelations } from './analyze';
import { noteUnits } from './copy-tables';
import { selectUnits } from './ledger';
import { analyzeKey } from './ledger-keys';
import { openTarget } from './sessions';
import type { Slice } from './slice';

/** Tables side by side; more sessions would wait for the same disk. */
const sessions = 2;

/** Does nothing where it is done already. Tables may still be read back meanwhile. */
export async function gatherStatistics(slice: Slice): Promise<void> {
  const { work, catalog, ledger } = slice;
  if (ledger.units.has(analyzeKey)) return;
  const opening = Array.from({ length: Math.min(sessions, Math.max(1, catalog.relations.length)) }, () =>
    openTarget(work, work.names.temporary, 'copy'),
  );
  const opened = (await Promise.allSettled(opening)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  try {
    const wires = await Promise.all(opening);
    await analyzeRelations(wires, work.names.ledger, catalog.relations);
    const [first] = wires;
    if (first) noteUnits(slice, await first.query(selectUnits(work.names.ledger, [analyzeKey])));
  } finally {
    for (const wire of opened) wire.end();
  }
}
