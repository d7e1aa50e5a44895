// The last steps of loading: sequences, statistics, the comparison of both catalogues, and the report that makes the database complete.
import { fail } from '../../domain/error-codes';
import type { Wire } from '../../postgres/wire';
import type { DatabaseReport } from '../engine';
import { analyzeRelations } from './analyze';
import { compareInventory } from './catalog/compare-inventory';
import { databaseReport } from './database-report';
import { applyDatabaseSettings } from './database-settings';
import { readLedger, storeFact } from './ledger';
import { analyzeKey, reportFact, sequencesKey } from './ledger-keys';
import { setSequences } from './sequences';
import type { Slice } from './slice';
import { openTarget, openTargetCatalog } from './work';

/** `checkFreeze` throws SOURCE_CHANGED, or returns a warning where nothing can be proven. */
export async function finishDatabase(slice: Slice, target: Wire, checkFreeze: () => Promise<string | undefined>): Promise<DatabaseReport> {
  const { work, catalog, plan, progress } = slice;
  const { ledger, temporary } = work.names;
  progress.phase('finish');
  if (!slice.ledger.units.has(sequencesKey)) await setSequences(target, ledger, catalog.sequences);
  if (!slice.ledger.units.has(analyzeKey)) await analyze(slice, target);
  await compareCatalogs(slice);
  const unproven = await checkFreeze();
  const refused = await applyDatabaseSettings(target, temporary, catalog.database);
  const report = databaseReport({
    database: work.job.database,
    catalog,
    plan,
    ledger: await readLedger(target, ledger),
    findings: [...refused, ...(unproven ? [unproven] : [])],
  });
  // Everything before was committed without waiting for the disk; this one waits, and with it all that came before.
  await target.query(`SET synchronous_commit = on; ${storeFact(ledger, reportFact, report)}`);
  return report;
}

async function compareCatalogs({ work, source }: Slice): Promise<void> {
  const target = await openTargetCatalog(work, work.names.temporary);
  try {
    await compareInventory(source.session, target, { ledgerSchema: work.names.ledgerSchema });
    const [count] = await target.rows<{ count: number }>('SELECT count(*)::int AS count FROM pg_catalog.pg_largeobject_metadata');
    const expected = source.catalog.largeObjects.length;
    if (count?.count !== expected) throw fail('OBJECT_LOST', `${expected} large objects on the source, ${count?.count} on the target.`);
  } finally {
    await target.end();
  }
}

async function analyze({ work, catalog }: Slice, target: Wire): Promise<void> {
  const helper = await openTarget(work, work.names.temporary, 'copy');
  try {
    await analyzeRelations([target, helper], work.names.ledger, catalog.relations);
  } finally {
    helper.end();
  }
}
