// The last steps of loading: sequences, statistics, the comparison of both catalogues, and the report that makes the database complete.
import type { Wire } from '../../postgres/wire';
import type { CatalogComparison, DatabaseReport } from '../engine';
import { analyzeRelations } from './analyze';
import { requireSameCatalog } from './catalog/compare/catalog-mismatch';
import { compareCatalogs } from './catalog/compare/compare-catalogs';
import { sequencesBehind } from './catalog/sequences-behind';
import { copyFindings } from './copy-findings';
import { databaseReport } from './database-report';
import { applyDatabaseSettings } from './database-settings';
import { takeSearchPathBack } from './function-search-path';
import { staleGeneratedColumns } from './generated-columns';
import { readLedger, storeFact } from './ledger';
import { analyzeKey, reportFact } from './ledger-keys';
import { requireSequences, setSequences } from './sequences';
import type { Slice } from './slice';
import { openTarget, openTargetCatalog, together } from './work';

/** `checkFreeze` throws SOURCE_CHANGED, or returns findings about the source. */
export async function finishDatabase(slice: Slice, target: Wire, checkFreeze: () => Promise<string[]>): Promise<DatabaseReport> {
  const { work, catalog, plan, progress } = slice;
  const { ledger, temporary } = work.names;
  progress.phase('finish');
  await setSequences(target, catalog.sequences);
  await takeSearchPathBack(target, slice.source.session);
  const proving = proveCatalog(slice);
  await together(work, [proving, ...(slice.ledger.units.has(analyzeKey) ? [] : [analyze(slice, target)])]); // statistics are not compared
  const { comparison, findings } = await proving;
  const ofSource = await checkFreeze();
  const refused = await applyDatabaseSettings(target, temporary, catalog.database);
  const report = databaseReport({
    database: work.job.database,
    catalog,
    plan,
    ledger: await readLedger(target, ledger),
    catalogComparison: comparison,
    findings: [...copyFindings(slice), ...refused, ...findings, ...ofSource],
  });
  await requireSequences(target, catalog.sequences); // as late as it can be: nothing else of the proof is read so late
  // Everything before was committed without waiting for the disk; this one waits, and with it all that came before.
  await target.query(`SET synchronous_commit = on; ${storeFact(ledger, reportFact, report)}`);
  return report;
}

/** Throws CatalogMismatch. */
async function proveCatalog({ work, source, plan, catalog }: Slice): Promise<{ comparison: CatalogComparison; findings: string[] }> {
  const target = await openTargetCatalog(work, work.names.temporary);
  try {
    const comparison = await compareCatalogs(source.session, target, { ledgerSchema: work.names.ledgerSchema, skipped: plan.skipped });
    requireSameCatalog(comparison);
    const stale = work.job.proof === 'off' ? [] : await staleGeneratedColumns(source.session, target, catalog.tables);
    return { comparison, findings: [...(await sequencesBehind(target)), ...stale] };
  } finally {
    await target.end();
  }
}

async function analyze({ work, catalog }: Slice, target: Wire): Promise<void> {
  if (catalog.relations.length === 1) return analyzeRelations([target], work.names.ledger, catalog.relations);
  const helper = await openTarget(work, work.names.temporary, 'copy');
  try {
    await analyzeRelations([target, helper], work.names.ledger, catalog.relations);
  } finally {
    helper.end();
  }
}
