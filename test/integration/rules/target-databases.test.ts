// What an approval shows of the target's databases, and what changes its fingerprint.
import type { TargetDatabase } from '../../../shared/rules/target-databases';
import { targetDatabases } from '../../../shared/rules/target-databases';
import { openCatalog } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget();

async function look(names: string[]): Promise<TargetDatabase[]> {
  const side = { server: servers.target };
  const session = await openCatalog(side, 'postgres');
  try {
    return await targetDatabases(session, names, (database) => openCatalog(side, database));
  } finally {
    await session.end();
  }
}

async function fingerprint(): Promise<string | undefined> {
  return (await look(['shop']))[0]?.fingerprint;
}

beforeAll(async () => {
  await servers.target.createDatabase('shop');
  await servers.target.run(
    'shop',
    'CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item VALUES (1), (2); CREATE TABLE empty ()',
  );
});

test('only databases that exist are shown, with size, tables, owner and who uses them', async () => {
  const session = await servers.target.connect('shop', { applicationName: 'somebody' });
  const [shop, ...others] = await look(['absent', 'shop']);
  await session.end();
  expect(others).toEqual([]);
  expect(shop).toMatchObject({ name: 'shop', owner: 'pgadmin', ownedByLogin: true, tables: 2, activeConnections: 1 });
  expect(shop?.oid).toBeGreaterThanOrEqual(16384);
  expect(shop?.sizeBytes).toBeGreaterThan(1_000_000);
  expect(Date.parse(shop?.lastActivity ?? '')).toBeGreaterThan(Date.now() - 60_000);
});

test('the fingerprint stays while the database is only read and maintained', async () => {
  const before = await fingerprint();
  await servers.target.run('shop', 'SELECT * FROM item');
  await servers.target.run('shop', 'ANALYZE');
  await servers.target.run('shop', 'VACUUM');
  expect(await fingerprint()).toBe(before);
});

test.each([
  ['a row is changed', `UPDATE item SET name = 'new' WHERE id = 1`],
  ['a row is deleted', 'DELETE FROM item WHERE id = 2'],
  ['a table is made', 'CREATE TABLE more (id int)'],
  ['a column is renamed', 'ALTER TABLE item RENAME COLUMN name TO title'],
  ['a table is emptied', 'TRUNCATE item'],
  ['a view is made', 'CREATE VIEW items AS SELECT * FROM item'],
  ['a function is made', `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
  ['a large object is made', `SELECT lo_from_bytea(0, 'x')`],
  ['a table is dropped', 'DROP TABLE empty'],
])('the fingerprint changes when %s', async (_, sql) => {
  const before = await fingerprint();
  await servers.target.run('shop', sql);
  expect(await fingerprint()).not.toBe(before);
});

test('a database that was dropped and made again alike has another fingerprint', async () => {
  await servers.target.createDatabase('empty_one');
  const [first] = await look(['empty_one']);
  await servers.target.run('postgres', 'DROP DATABASE empty_one');
  await servers.target.createDatabase('empty_one');
  const [second] = await look(['empty_one']);
  expect(second?.fingerprint).not.toBe(first?.fingerprint);
});
