// The whole schema path on real servers: dump, plan, apply in the plan's order, compare.
import { readCatalog } from '../../../../shared/engines/direct/catalog/read-catalog';
import { compareInventory } from '../../../../shared/engines/direct/catalog/compare-inventory';
import { dumpSchema } from '../../../../shared/engines/direct/schema/dump-schema';
import { planSchema } from '../../../../shared/engines/direct/schema/plan-schema';
import type { PostDataUnit, SchemaPlan, SourceCatalog } from '../../../../shared/engines/direct/schema/types';
import { openCatalogSession } from '../../../../shared/postgres/catalog-session';
import { loadChinook } from '../../../support/load-chinook';
import { sourceAndTarget } from '../../../support/source-and-target';
import { connectionOf } from '../../../support/connection';
import { richPreparation, richSchema, richSchemaOf15 } from './rich-schema';

const servers = sourceAndTarget({ sourceMajor: Number(process.env.SRC ?? 11) });
const signal = new AbortController().signal;

async function plan(database: string): Promise<{ plan: SchemaPlan; catalog: SourceCatalog }> {
  const { source, target } = servers;
  const entries = await dumpSchema(connectionOf(source), database, { applicationName: 'test', signal });
  const session = await openCatalogSession(connectionOf(source), { database, applicationName: 'test' });
  const catalog = await readCatalog(session);
  await session.end();
  return { plan: planSchema(entries, catalog, { targetVersion: target.major * 10000 }), catalog };
}

async function apply(database: string, { session, preData, postData }: SchemaPlan, between: (c: import('pg').Client) => Promise<void> = async () => {}) {
  const client = await servers.target.connect(database);
  const done = new Set<string>();
  try {
    await client.query(session);
    await client.query('begin');
    for (const { sql, object } of preData) await client.query(sql).catch((e) => { throw new Error(`${object}: ${e.message}\n${sql}`); });
    await client.query('commit');
    await between(client);
    for (const unit of postData) {
      expect([unit.key, unit.dependsOn.filter((key) => !done.has(key))]).toEqual([unit.key, []]);
      await client.query('begin');
      for (const { sql, object } of unit.statements) await client.query(sql).catch((e) => { throw new Error(`${object}: ${e.message}\n${sql}`); });
      await client.query('commit');
      expect(done.has(unit.key)).toBe(false);
      done.add(unit.key);
    }
  } finally { await client.end(); }
}
async function compare(database: string) {
  const [s, t] = await Promise.all([openCatalogSession(connectionOf(servers.source), { database, applicationName: 't' }), openCatalogSession(connectionOf(servers.target), { database, applicationName: 't' })]);
  try { return await compareInventory(s, t, { ledgerSchema: 'pgflex_x' }); } finally { await s.end(); await t.end(); }
}
const show = (u: PostDataUnit) => `${u.key} [${u.kind}] table=${u.table} w=${u.weight} <- ${u.dependsOn.join(' , ')}\n   ${u.statements.map((s) => s.sql).join('\n   ')}`;

test('chinook', async () => {
  await loadChinook(servers.source, 'chinook');
  await servers.target.createDatabase('chinook');
  const { plan: p } = await plan('chinook');
  await apply('chinook', p);
  console.log(await compare('chinook'));
});
test('rich', async () => {
  const { source, target } = servers;
  await source.createDatabase('rich'); await target.createDatabase('rich');
  await source.run('rich', richPreparation, { as: 'superuser' });
  await source.run('rich', richSchema, { as: 'login' }).catch((e) => { console.log(e.message, richSchema.slice(Number(e.position)-100, Number(e.position)+50)); throw e; });
  if (source.major >= 15) await source.run('rich', richSchemaOf15);
  const { plan: p, catalog } = await plan('rich');
  console.log(p.postData.map(show).join('\n'), p.skipped, catalog.tables, catalog.sequences, catalog.matviews, catalog.database, catalog.largeObjects);
  await apply('rich', p, async (c) => { await c.query('select lo_create(424242)'); await c.query("comment on large object 424242 is 'big'"); });
  console.log(await compare('rich'));
});
