// The schema path on real servers: dump, plan, apply in parallel, compare. Objects of every kind: ../catalog/rich-database.test.ts.
import { loadChinook } from '../../../support/load-chinook';
import { loadRichDatabase } from '../../../support/rich-database/load';
import { sourceAndTarget } from '../../../support/source-and-target';
import { applyPlan, comparison, defectsOf, planOf } from './apply-plan';
import { bigTables } from './big-tables';

const servers = sourceAndTarget();

test('Chinook arrives whole', async () => {
  await loadChinook(servers.source, 'chinook');
  await servers.target.createDatabase('chinook');
  const plan = await planOf(servers, 'chinook');
  await applyPlan(servers.target, 'chinook', plan);
  const compared = await comparison(servers, 'chinook', plan);
  expect(compared.objects).toMatchObject({ table: 11, index: 22, 'foreign key': 11, sequence: 10 });
  expect(compared.differences).toEqual([]);
});

test('a plan names what it leaves out, and the next slice finds its units by the same keys', async () => {
  await loadRichDatabase(servers.source, 'rich');
  const plan = await planOf(servers, 'rich');
  expect(plan).toEqual(await planOf(servers, 'rich'));
  expect(plan.skipped.map(({ object }) => object)).toEqual(expect.arrayContaining(['default privileges (1)']));
});

test('big tables: indexes in parallel, constraints over them, foreign keys validated later, without a deadlock', async () => {
  await Promise.all([servers.source.createDatabase('big'), servers.target.createDatabase('big')]);
  await servers.source.run('big', `${bigTables.tables}; ${bigTables.rows}; ${bigTables.constraints}`);
  const plan = await planOf(servers, 'big');
  const kindsOf = (what: string) => plan.postData.filter(({ object }) => object.includes(what)).map(({ kind }) => kind);
  expect(kindsOf('account_pkey')).toEqual(['index', 'constraint']);
  expect(kindsOf('entry_account_fkey')).toEqual(['foreignKey', 'validate']);
  expect(kindsOf('entry_unchecked')).toEqual(['foreignKey']);
  await applyPlan(servers.target, 'big', plan, bigTables.rows);
  expect(defectsOf(await comparison(servers, 'big', plan))).toEqual([]);
});

test('a database without schema public stays without it', async () => {
  await Promise.all([servers.source.createDatabase('bare'), servers.target.createDatabase('bare')]);
  await servers.source.run('bare', 'drop schema public', { as: 'superuser' });
  await servers.source.run('bare', 'create schema own; create table own.t (a integer)');
  const plan = await planOf(servers, 'bare');
  await applyPlan(servers.target, 'bare', plan);
  const { objects, differences } = await comparison(servers, 'bare', plan);
  expect(objects).toMatchObject({ schema: 1, table: 1 });
  expect(differences).toEqual([]);
});
