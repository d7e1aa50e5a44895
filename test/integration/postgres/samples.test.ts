// The demo's databases are what the demo says they are, and nothing in them is beyond what can be moved.
import { createSamples } from '../../../local/demo/sample/create-samples';
import { contentHash } from '../../support/content-hash';
import { runPreflight } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget();

test('samples pass pre-flight, belong to the login, hold a million rows, and one is on the target with other content', async () => {
  const { source, target } = servers;
  const { databases, existing } = await createSamples(source, target);
  expect(await runPreflight({ server: source }, { server: target }, databases)).toEqual([]);

  const shop = await source.run<{ rows: string }>('webshop', 'SELECT sum(n_live_tup) AS rows FROM pg_stat_user_tables');
  expect(Number(shop[0]?.rows)).toBeGreaterThanOrEqual(1_000_000);
  for (const database of databases) {
    const foreign = await source.run(
      database,
      `SELECT c.oid::regclass FROM pg_class c WHERE relowner <> 'pgadmin'::regrole AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')`,
    );
    expect(foreign).toEqual([]);
  }
  const [before, on] = await Promise.all([contentHash(source, existing), contentHash(target, existing)]);
  expect(on).not.toEqual(before);
});
