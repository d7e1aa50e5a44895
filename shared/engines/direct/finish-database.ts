// The last steps of loading: sequences, what is left of the statistics, the comparison of both catalogues, and the report that makes the database complete.
import type { Wire } from '../../postgres/wire';
import type { CatalogComparison, DatabaseReport } from '../engine';
import { requireSameCatalog } from './catalog/compare/catalog-mismatch';
import { compareCatalogs } from './catalog/compare/compare-catalogs';
import { sequencesBehind } from './catalog/sequences-behind';
import { copyFindings } from './copy-findings';
import { databaseReport } from './database-report';
import { applyDatabaseSettings } from './database-settings';
import { hasLentSearchPaths, takeSearchPathBack } from './function-search-path';
import { gatherStatistics } from './gather-statistics';
import { staleGeneratedColumns } from './generated-columns';
import { readLedger, storeFact } from './ledger';
import { reportFact } from './ledger-keys';
import { requireSequences, setSequences } from './sequences';
import { openTargetCatalog } from './sessions';
import type { Slice } from './slice';
import { together } from './work';

/** `checkFreeze` throws SOURCE_CHANGED, or returns findings about the source. */
export async function finishDatabase(slice: Slice, target: Wire, checkFreeze: () => Promise<string[]>): Promise<DatabaseReport> {
  const { work, catalog, plan, progress } = slice;
  const { ledger, temporary } = work.names;
  progress.phase('finish');
  await setSequences(target, catalog.sequences);
  if (await hasLentSearchPaths(slice.source.session)) {
    await gatherStatistics(slice); // of indexes on expressions, too
    await takeSearchPathBack(target, slice.source.session);
  }
  const proving = proveCatalog(slice);
  await together(work, [proving, gatherStatistics(slice)]); // statistics are not compared
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
