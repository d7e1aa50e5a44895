// A database with every kind of object migrates between versions, and both catalogues agree but for what newer versions do by themselves.
import { availableMajors, newestMajor, oldestMajor } from '../../../../local/postgres/installations';
import type { PostgresServer } from '../../../../local/postgres/postgres-server';
import { startPostgres } from '../../../../local/postgres/start-postgres';
import type { CatalogComparison, DatabaseJob } from '../../../../shared/engines/engine';
import { connectionOf } from '../../../support/connection';
import { allowForeignServers, loadRichDatabase } from '../../../support/rich-database/load';
import { jobFor, runJob } from '../run-job';
import { defectsOf } from '../schema/apply-plan';

const pairs = (
  [
    [10, 18],
    [11, 16],
    [11, 17],
    [13, 17],
    [15, 17],
  ] as const
).filter(([from, to]) => [from, to].every((major) => availableMajors().includes(major)) && (from < 15 || oldestMajor() === 15));

async function withServers(
  from: number,
  to: number,
  run: (source: PostgresServer, target: PostgresServer) => Promise<void>,
): Promise<void> {
  const servers = await Promise.all([startPostgres({ major: from }), startPostgres({ major: to })]);
  try {
    await run(...servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function migratedCatalog(job: DatabaseJob): Promise<CatalogComparison> {
  const ended = await runJob(job);
  if (ended.state !== 'Succeeded' || !ended.report.catalog) throw new Error(JSON.stringify({ ...ended, report: undefined }));
  return ended.report.catalog;
}

/** Columns are parts, not objects. */
const objectsIn = ({ objects }: CatalogComparison) =>
  Object.entries(objects).reduce((total, [kind, count]) => (kind === 'column' ? total : total + count), 0);

test.each(pairs)('from %i to %i: no defect', async (from, to) => {
  await withServers(from, to, async (source, target) => {
    await Promise.all([allowForeignServers(target), loadRichDatabase(source, 'rich')]);
    const catalog = await migratedCatalog(jobFor(source, target, 'rich'));
    expect(defectsOf(catalog)).toEqual([]);
    expect(objectsIn(catalog)).toBeGreaterThanOrEqual(300);
  });
});

test('from 16 to 18, between superusers, also what only they can make: over 300 objects of over 40 kinds', async () => {
  await withServers(16, newestMajor(), async (source, target) => {
    await loadRichDatabase(source, 'rich', { withSuperuserKinds: true });
    const asSuperuser = { source: connectionOf(source, 'superuser'), target: connectionOf(target, 'superuser') };
    const catalog = await migratedCatalog(jobFor(source, target, 'rich', asSuperuser));
    expect(defectsOf(catalog)).toEqual([]);
    expect(objectsIn(catalog)).toBeGreaterThan(300);
    expect(Object.keys(catalog.objects).length).toBeGreaterThan(40);
  });
});
