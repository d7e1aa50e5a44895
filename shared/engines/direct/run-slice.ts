// One slice of loading a database under its temporary name: what the ledger does not have yet, as far as time allows.
import { quoteIdentifier } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { Advance, DatabaseReport } from '../engine';
import { runCopyWorkers } from './copy-workers';
import { failedReport } from './database-report';
import { finishDatabase } from './finish-database';
import { checkFreeze, checkFreezeAtEnd } from './freeze-check';
import { lendSearchPath } from './function-search-path';
import { gatherStatistics } from './gather-statistics';
import { runLargeObjectWorker } from './large-object-workers';
import { createLedger, insertUnits, readLedger } from './ledger';
import { preDataKey } from './ledger-keys';
import { patiently } from './patiently';
import type { Place } from './place';
import { runPostDataWorkers } from './post-data-workers';
import type { ProgressCounter } from './progress';
import { redoUnlogged } from './redo-unlogged';
import { runStatements } from './run-statements';
import { planSchema } from './schema/plan-schema';
import { openTarget } from './sessions';
import { allCopied, isPostDataDone, isProven, largeObjectsAreProven, newSlice, type Slice } from './slice';
import { openSourceSide } from './source-side';
import { budgetOf, fitBudget } from './stream-budget';
import { createTemporaryDatabase } from './temporary-database';
import { together, type Work } from './work';

export type SliceOutcome = Exclude<Advance, { kind: 'ended' }> | { kind: 'loaded'; report: DatabaseReport; progress: ProgressCounter };

export async function runSlice(work: Work, admin: Wire, place: Place): Promise<SliceOutcome> {
  const source = await patiently(work.signal, () => openSourceSide(work)); // nothing is begun yet that could be counted as an attempt
  let target: Wire | undefined;
  try {
    const { catalog, evidence, present } = source;
    if (place.kind === 'none') await createTemporaryDatabase(work, admin, catalog.database);
    target = await openTarget(work, work.names.temporary, 'copy');
    await fitBudget(target, budgetOf(work.job.target));
    await createLedger(target, work.names.ledger);
    await checkFreeze(work, target, present, evidence);
    const [version] = await target.query('SHOW server_version_num');
    const plan = planSchema(await source.entries, catalog, { targetVersion: Number(version?.rows[0]?.[0]) });
    const ledger = await readLedger(target, work.names.ledger);
    const slice = newSlice({ work, plan, catalog, source, ledger });
    work.failedReport = (error) => failedReport({ database: work.job.database, catalog, plan, ledger, findings: [] }, error);
    work.waitsForRoom = () => slice.progress.phase('noRoom');
    if (!(await redoUnlogged(slice, target))) {
      target.end();
      target = undefined;
      await admin.query(`DROP DATABASE ${quoteIdentifier(work.names.temporary)}`);
      return { kind: 'more' };
    }
    await applyPreData(slice, target);
    await checkFreeze(work, target, present);
    const waiting = await work.bringRows?.(slice, target);
    if (waiting) return waiting;
    if (!(await loadData(slice))) return { kind: 'more' };
    const ledgerWire = target;
    const report = await finishDatabase(slice, target, () => checkFreezeAtEnd(slice, ledgerWire));
    return { kind: 'loaded', report, progress: slice.progress };
  } finally {
    target?.end();
    await source.end();
  }
}

/** All or nothing, in one transaction and one round trip. */
async function applyPreData({ work, plan, ledger, progress, begin, source }: Slice, target: Wire): Promise<void> {
  progress.phase('schema');
  if (ledger.units.has(preDataKey)) return;
  begin();
  await target.query(plan.session);
  await runStatements(target, {
    before: ['BEGIN', insertUnits(work.names.ledger, [preDataKey])],
    statements: [...plan.preData, ...(await lendSearchPath(source.session))],
    after: ['COMMIT'],
    code: 'SCHEMA_FAILED',
  });
}

/** Everything is there, but not proven yet: there is time for more. */
const isReadBack = (slice: Slice) =>
  allCopied(slice) &&
  slice.plan.postData.every((unit) => isPostDataDone(slice, unit)) &&
  !slice.catalog.tables.every((table) => isProven(slice, table));

/** Tables, what is built on them, and large objects. True when everything is there and proven. */
async function loadData(slice: Slice): Promise<boolean> {
  const { work, changes, progress, catalog, plan } = slice;
  const wake = () => changes.notify();
  work.signal.addEventListener('abort', wake, { once: true });
  progress.phase(allCopied(slice) ? 'indexes' : 'copy');
  const copies = runCopyWorkers(slice).then(() => {
    if (allCopied(slice)) progress.phase('indexes');
    wake();
    return runLargeObjectWorker(slice);
  });
  const builds = runPostDataWorkers(slice).then(() => (isReadBack(slice) ? gatherStatistics(slice) : undefined));
  await together(work, [copies, builds]).finally(() => {
    work.signal.removeEventListener('abort', wake);
    progress.end();
  });
  return (
    catalog.tables.every((table) => isProven(slice, table)) &&
    plan.postData.every((unit) => isPostDataDone(slice, unit)) &&
    largeObjectsAreProven(slice)
  );
}
