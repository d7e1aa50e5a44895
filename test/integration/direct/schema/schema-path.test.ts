import { loadChinook } from '../../../support/load-chinook';
import { type SourceAndTarget, sourceAndTarget } from '../../../support/source-and-target';
import { applyPlan, inventory, planOf } from './apply-plan';
import { bigTables } from './big-tables';
import { richPreparation, richSchema, richSchemaOf15 } from './rich-schema';

const largeObject = `select lo_create(424242); comment on large object 424242 is 'big'`;

async function createRich({ source, target }: SourceAndTarget, database: string): Promise<void> {
  await Promise.all([source.createDatabase(database), target.createDatabase(database)]);
  await source.run(database, richPreparation, { as: 'superuser' });
  await source.run(database, richSchema);
  if (source.major >= 15) await source.run(database, richSchemaOf15);
}

describe('from the oldest major', () => {
  const servers = sourceAndTarget();

  test('Chinook arrives whole', async () => {
    await loadChinook(servers.source, 'chinook');
    await servers.target.createDatabase('chinook');
    await applyPlan(servers.target, 'chinook', await planOf(servers, 'chinook'));
    expect(await inventory(servers, 'chinook')).toMatchObject({ table: 11, index: 22, 'foreign key': 11, sequence: 10 });
  });

  test('every kind of object arrives, and what does not is named', async () => {
    await createRich(servers, 'rich');
    const plan = await planOf(servers, 'rich');
    expect(plan).toEqual(await planOf(servers, 'rich')); // the next slice finds its units by the same keys
    expect(plan.skipped.map(({ object }) => object)).toEqual(['grants on 1 objects', 'default privileges (1)']);
    await applyPlan(servers.target, 'rich', plan, largeObject);
    expect(await inventory(servers, 'rich')).toMatchObject({ 'materialized view': 4, comment: 12, trigger: 3, policy: 1, inheritance: 15 });
    const populated = await servers.target.run('rich', `select relname from pg_class where relkind = 'm' and relispopulated order by 1`);
    expect(populated.map(({ relname }) => relname)).toEqual(['big', 'bigger', 'over_group']);
  });

  test.each([
    ['drop index app.big_two', 'index app.big_two on app.big (missing)'],
    [
      'create or replace function app.twice(x integer) returns integer language sql immutable as $$ select x * 3 $$',
      'routine app.twice(integer) (',
    ],
    ['comment on trigger touch on app.customer is null', 'comment trigger touch on app.customer (missing)'],
    [
      'alter table app.scratch no force row level security',
      'table app.scratch (u row security forced d fillfactor=70 on the source, u row security d fill',
    ],
    ["alter type app.colour rename value 'red' to 'rot'", "type app.colour (enum 'red','grün','it''s' on the source, enum 'rot'"],
    ['alter table app.scratch set (fillfactor = 90)', 'table app.scratch (u row security forced d fillfactor=70 on the source'],
    ['alter table app.scratch alter b type varchar(9)', 'column app.scratch.b (text on the source, character varying(9) on the target)'],
    [
      `alter table app."Order ""line""" alter parent set statistics -1`,
      'column app.Order "line".parent (bigint statistics 500 on the source',
    ],
  ])('an object that is lost or changed is noticed: %s', async (damage, named) => {
    const { target } = servers;
    await target.run('postgres', 'create database damaged template rich');
    try {
      await target.run('damaged', damage);
      const error = await inventory(servers, 'rich', 'damaged').catch((failure) => failure.error);
      expect(error).toMatchObject({ code: 'OBJECT_LOST' });
      expect(error.objects.join('\n')).toContain(named);
    } finally {
      await target.run('postgres', 'drop database damaged');
    }
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
    await inventory(servers, 'big');
  });

  test('a database without schema public stays without it', async () => {
    await Promise.all([servers.source.createDatabase('bare'), servers.target.createDatabase('bare')]);
    await servers.source.run('bare', 'drop schema public', { as: 'superuser' });
    await servers.source.run('bare', 'create schema own; create table own.t (a integer)');
    await applyPlan(servers.target, 'bare', await planOf(servers, 'bare'));
    const schemas = await servers.target.run('bare', `select nspname from pg_namespace where nspname in ('public', 'own')`);
    expect(schemas).toEqual([{ nspname: 'own' }]);
  });
});

describe('from 15', () => {
  const servers = sourceAndTarget({ sourceMajor: 15 });

  test('every kind of object arrives, SQL bodies of functions and generated columns too', async () => {
    await createRich(servers, 'rich');
    await applyPlan(servers.target, 'rich', await planOf(servers, 'rich'), largeObject);
    expect(await inventory(servers, 'rich')).toMatchObject({ routine: 8, table: 15 });
  });
});
