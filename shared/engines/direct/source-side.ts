// The source as one slice sees it: one snapshot for everybody, the catalogue and the schema in it, and evidence that nothing changed before.
import { applicationName } from '../../domain/names';
import type { CatalogSession } from '../../postgres/catalog-session';
import { quoteLiteral } from '../../postgres/quote';
import { readCatalog } from './catalog/read-catalog';
import { dumpSchema } from './schema/dump-schema';
import type { SchemaEntry, SourceCatalog } from './schema/types';
import { openSourceCatalog, type Work } from './work';

export interface SourceSide {
  /** Holds the snapshot: open for as long as anybody reads in it. */
  session: CatalogSession;
  snapshot: string;
  catalog: SourceCatalog;
  /** pg_dump's entries, read beside the work that needs the catalogue only. */
  entries: Promise<SchemaEntry[]>;
}

export async function openSourceSide(work: Work): Promise<SourceSide> {
  const { job, signal } = work;
  const session = await openSourceCatalog(work);
  try {
    await session.rows('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [exported] = await session.rows<{ snapshot: string }>('SELECT pg_catalog.pg_export_snapshot() AS snapshot');
    const snapshot = exported?.snapshot ?? '';
    const name = applicationName(job.migrationId, job.number, 'check');
    const entries = dumpSchema(job.source, job.database, { applicationName: name, signal, snapshot });
    entries.catch(whoAwaitsItHearsOfIt);
    return { session, snapshot, catalog: await readCatalog(session), entries };
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Readers that a crash left behind would hold their locks until they notice. */
export async function endOldReaders(work: Work, session: CatalogSession): Promise<void> {
  const { migrationId, number } = work.job;
  const names = (['copy', 'check'] as const).map((purpose) => quoteLiteral(applicationName(migrationId, number, purpose))).join(', ');
  await session.rows(`SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
                      WHERE application_name IN (${names}) AND usename = current_user AND pid <> pg_catalog.pg_backend_pid()`);
}

/** It is awaited only after the catalogue is read; Node must not take its failure for unheard before. */
function whoAwaitsItHearsOfIt(): void {}
