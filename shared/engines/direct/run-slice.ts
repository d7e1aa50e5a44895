// One slice of loading a database under its temporary name: what the ledger does not have yet, as far as time allows.
import { quoteIdentifier } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { DatabaseReport } from '../engine';
import { runCopyWorkers } from './copy-workers';
import { finishDatabase } from './finish-database';
import { compareFreezeEvidence, type FreezeEvidence, readFreezeEvidence } from './freeze-evidence';
import { runLargeObjectWorker } from './large-object-workers';
import { createLedger, insertUnits, readFact, readLedger, storeFact } from './ledger';
import { evidenceFact, preDataKey, tableKey } from './ledger-keys';
import { patiently } from './patiently';
import type { Place } from './place';
import { runPostDataWorkers } from './post-data-workers';
import type { ProgressCounter } from './progress';
import { runStatements } from './run-statements';
import { planSchema } from './schema/plan-schema';
import { allCopied, isPostDataDone, isProven, largeObjectsAreProven, newSlice, type Slice } from './slice';
import { openSourceSide } from './source-side';
import { createTemporaryDatabase } from './temporary-database';
import { openTarget, together, type Work } from './work';

export type SliceOutcome = { kind: 'more' } | { kind: 'loaded'; report: DatabaseReport; progress: ProgressCounter };

export async function runSlice(work: Work, admin: Wire, place: Place): Promise<SliceOutcome> {
  const source = await patiently(work.signal, () => openSourceSide(work)); // nothing is begun yet that could be counted as an attempt
  let target: Wire | undefined;
  try {
    const { catalog, evidence, present } = source;
    if (place.kind === 'none') await createTemporaryDatabase(work, admin, catalog.database);
    target = await openTarget(work, work.names.temporary, 'copy');
    await createLedger(target, work.names.ledger);
    await keepEvidence(work, target, evidence);
    const [version] = await target.query('SHOW server_version_num');
    const plan = planSchema(await source.entries, catalog, { targetVersion: Number(version?.rows[0]?.[0]) });
    const ledger = await readLedger(target, work.names.ledger);
    const slice = newSlice({ work, plan, catalog, source, ledger });
    if (!(await redoUnlogged(slice, target))) {
      target.end();
      target = undefined;
      await admin.query(`DROP DATABASE ${quoteIdentifier(work.names.temporary)}`);
      return { kind: 'more' };
    }
    await applyPreData(slice, target);
    await keepEvidence(work, target, await readFreezeEvidence(present));
    if (!(await loadData(slice))) return { kind: 'more' };
    const report = await finishDatabase(slice, target, async () => keepEvidence(work, target, await readFreezeEvidence(present)));
    return { kind: 'loaded', report, progress: slice.progress };
  } finally {
    target?.end();
    await source.end();
  }
}

/** Compares with what the first slice saw, and stores what is to be compared with next. Returns a warning where nothing can be proven. */
async function keepEvidence({ job, names }: Work, target: Wire | undefined, now: FreezeEvidence): Promise<string | undefined> {
  if (!target) throw new Error('Evidence is kept in the ledger, which is not open.');
  const first = await readFact<FreezeEvidence>(target, names.ledgerSchema, evidenceFact);
  const { evidence, unproven } = first ? compareFreezeEvidence(first, now, job.database) : { evidence: now, unproven: undefined };
  await target.query(storeFact(names.ledger, evidenceFact, evidence));
  return unproven;
}

/** After a restart of the target, unlogged tables are empty. False: they cannot be emptied one by one any more, start anew. */
async function redoUnlogged(slice: Slice, target: Wire): Promise<boolean> {
  const { catalog, ledger, plan, work } = slice;
  const isLost = (table: string) => ledger.units.get(tableKey(table))?.sameServerRun === false;
  const lost = catalog.tables.filter(({ unlogged, name }) => unlogged && isLost(name));
  if (!lost.length) return true;
  if (plan.postData.some((unit) => unit.kind === 'foreignKey' && isPostDataDone(slice, unit))) return false; // TRUNCATE refuses then
  for (const { name } of lost) {
    await target.query(`DELETE FROM ${work.names.ledger}.unit WHERE key = '${tableKey(name).replaceAll("'", "''")}'`);
    ledger.units.delete(tableKey(name));
  }
  return true;
}

/** All or nothing, in one transaction and one round trip. */
async function applyPreData({ work, plan, ledger, progress, begin }: Slice, target: Wire): Promise<void> {
  progress.phase('schema');
  if (ledger.units.has(preDataKey)) return;
  begin();
  await target.query(plan.session);
  await runStatements(target, {
    before: ['BEGIN', insertUnits(work.names.ledger, [preDataKey])],
    statements: plan.preData,
    after: ['COMMIT'],
    code: 'SCHEMA_FAILED',
  });
}

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
  await together(work, [copies, runPostDataWorkers(slice)]).finally(() => work.signal.removeEventListener('abort', wake));
  return (
    catalog.tables.every((table) => isProven(slice, table)) &&
    plan.postData.every((unit) => isPostDataDone(slice, unit)) &&
    largeObjectsAreProven(slice)
  );
}
