/** How long a small migration takes through the public API, and how long a cancellation in the middle of a copy. */
import { setTimeout as delay } from 'node:timers/promises';
import { type MigrationClient, migrationClient, type Overview } from '../local/demo/client/migration-client';
import { availableMajors } from '../local/postgres/installations';
import { type StackWorld, withStack } from '../local/verify/stack-world';
import type { BenchSet } from './measurement';

const rows = 1_000;
/** About 350 MB: a cancellation finds it in the middle of its copy. */
const largeDatabase = 'large';
const largeRows = 500_000;
/** The API is asked this often: the error of the last figure. */
const pollMs = 20;
/** A migration of one small table that takes this long will not end. */
const patienceMs = 120_000;

export const latency: BenchSet = (rounds, say) =>
  withStack(async (servers) => {
    const { stack, source, target, targetId } = servers;
    say(`  PostgreSQL ${source.major} to ${target.major} (available: ${availableMajors().join(', ')}), one table of ${rows} rows`);
    const client = migrationClient(stack.api, targetId);
    await source.createDatabase(largeDatabase);
    await source.run(
      largeDatabase,
      `CREATE TABLE filler AS SELECT n AS id, repeat(md5(n::text), 20) AS text FROM generate_series(1, ${largeRows}) n`,
    );
    const samples: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round++) {
      const figures = {
        ...(await migrateOne(client, servers, `latency-${round}`)),
        ...(await cancelOne(client, servers, `cancel-${round}`)),
      };
      for (const [figure, value] of Object.entries(figures)) samples[figure] = [...(samples[figure] ?? []), value];
    }
    return samples;
  });

type Servers = Pick<StackWorld, 'sourceId' | 'source' | 'target'>;

async function migrateOne(client: MigrationClient, { sourceId, source, target }: Servers, name: string): Promise<Record<string, number>> {
  const database = name.replace('-', '_');
  await source.createDatabase(database);
  await source.run(
    database,
    `CREATE TABLE item (id int PRIMARY KEY, label text); INSERT INTO item SELECT n, 'item ' || n FROM generate_series(1, ${rows}) n`,
  );
  const begunOn = Date.now();
  const migration = await client.create(name, {
    sourceDbServerResourceId: sourceId,
    dbsToMigrate: [database],
    sourcePassword: source.login.password,
    targetPassword: target.login.password,
  });
  const answeredOn = Date.now();
  const id = migration.properties.migrationId;
  for (let overview = await client.overview(id); overview.state !== 'Succeeded'; overview = await client.overview(id)) {
    if (overview.error) throw new Error(`${name} ended ${overview.state}: ${overview.error.code}: ${overview.error.message}`);
    if (Date.now() - begunOn > patienceMs) throw new Error(`${name} is still ${overview.state} (${overview.subState}).`);
    await delay(pollMs);
  }
  const endedOn = Date.now();
  const { databases } = await client.report(id);
  const copyBegunOn = Math.min(...databases.flatMap(({ tables }) => tables.map(({ startedOn }) => new Date(startedOn).getTime())));
  return {
    'PUT answered (ms)': answeredOn - begunOn,
    'PUT to first table copied (ms)': copyBegunOn - begunOn,
    'PUT to Succeeded (ms)': endedOn - begunOn,
  };
}

/** Cancels as soon as the copy is reported to have begun. */
async function cancelOne(client: MigrationClient, { sourceId, source, target }: Servers, name: string): Promise<Record<string, number>> {
  const migration = await client.create(name, {
    sourceDbServerResourceId: sourceId,
    dbsToMigrate: [largeDatabase],
    sourcePassword: source.login.password,
    targetPassword: target.login.password,
  });
  const id = migration.properties.migrationId;
  const until = async (isThere: (overview: Overview) => boolean) => {
    for (const giveUpOn = Date.now() + patienceMs; !isThere(await client.overview(id)); await delay(pollMs)) {
      if (Date.now() > giveUpOn) throw new Error(`${name} did not get where it was expected.`);
    }
  };
  await until(({ databases }) => databases.some(({ phase }) => phase === 'copy'));
  const askedOn = Date.now();
  await client.patch(name, { cancel: 'True' });
  await until(({ state }) => state === 'Canceled');
  return { 'cancel in a copy to Canceled (ms)': Date.now() - askedOn };
}
