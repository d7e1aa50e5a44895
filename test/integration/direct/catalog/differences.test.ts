// Whatever of an object is lost or changed on the target, the comparison finds it and names it.
import { newestMajor } from '../../../../local/postgres/installations';
import { CatalogMismatch, defectName, requireSameCatalog } from '../../../../shared/engines/direct/catalog/compare/catalog-mismatch';
import { compareCatalogs } from '../../../../shared/engines/direct/catalog/compare/compare-catalogs';
import type { CatalogComparison } from '../../../../shared/engines/engine';
import { catalogSession } from '../../../../shared/postgres/catalog-session';
import { readerSettings } from '../../../../shared/postgres/session-settings';
import { loadRichDatabase } from '../../../support/rich-database/load';
import { sourceAndTarget } from '../../../support/source-and-target';
import { damages } from './injected-differences';

// The same version on both sides has every kind of object on both, and explains nothing away.
const servers = sourceAndTarget({ sourceMajor: newestMajor() });
let comparison: CatalogComparison;
let defects: string[];

beforeAll(async () => {
  await Promise.all([servers.source, servers.target].map((server) => loadRichDatabase(server, 'rich', { withSuperuserKinds: true })));
  comparison = await compareWith(damages.map(({ sql }) => sql));
  defects = comparison.differences.filter(({ verdict }) => verdict === 'defect').map(defectName);
}, 60_000);

/** Damage and comparison are one transaction of the target, which is undone. */
async function compareWith(statements: string[]): Promise<CatalogComparison> {
  const [source, target] = await Promise.all([servers.source, servers.target].map((server) => server.connect('rich', { as: 'superuser' })));
  if (!source || !target) throw new Error('There are two servers.');
  try {
    await source.query(readerSettings);
    await target.query('BEGIN; SET LOCAL session_replication_role = replica; SET allow_system_table_mods = on');
    for (const statement of statements) {
      await target.query(statement).catch((error) => {
        throw new Error(`${error.message}: ${statement}`);
      });
    }
    await target.query(`SET LOCAL search_path = ''`);
    const sessions = await Promise.all([catalogSession(source), catalogSession(target)]);
    return await compareCatalogs(...sessions, { ledgerSchema: 'pgflex_test', skipped: [] });
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

test.each(damages)('found and named: $sql', ({ found }) => {
  expect(defects).toEqual(expect.arrayContaining(found));
});

test('nothing else is found, and every kind of object was damaged', () => {
  expect([...defects].sort()).toEqual([...new Set(damages.flatMap(({ found }) => found))].sort());
  const damaged = new Set(comparison.differences.map(({ kind }) => kind));
  expect(Object.keys(comparison.objects).filter((kind) => !damaged.has(kind))).toEqual([]);
});

test('the error names the first, and carries the whole comparison', () => {
  expect.assertions(2);
  try {
    requireSameCatalog(comparison);
  } catch (error) {
    expect(error).toBeInstanceOf(CatalogMismatch);
    expect(error).toMatchObject({
      error: { code: 'OBJECT_LOST', objects: defects.slice(0, 100), message: expect.stringContaining(defects[9] ?? '') },
      comparison,
    });
  }
});

test('without damage nothing is found', async () => {
  const { differences } = await compareWith([]);
  expect(differences).toEqual([]);
});
