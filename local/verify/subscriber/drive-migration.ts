/** One small migration through the public API, ending in one of the ways that migrations end. */
import { setTimeout as delay } from 'node:timers/promises';
import { type MigrationClient, migrationClient, type Overview } from '../../demo/client/migration-client';
import type { StackWorld } from '../stack-world';

export const endings = ['succeed', 'approve', 'refuse', 'fail', 'cancel'] as const;
export type Ending = (typeof endings)[number];

const pollMs = 150;
/** A migration of one row takes a second or two; a bus that is away delays none. */
const patienceMs = 120_000;

/** The id of the migration, once GET shows its end. */
export async function driveMigration(world: StackWorld, name: string, ending: Ending): Promise<string> {
  const { stack, source, target, sourceId, targetId } = world;
  const client = migrationClient(stack.api, targetId);
  const database = name.replaceAll('-', '_');
  if (ending !== 'fail') {
    await source.createDatabase(database);
    await source.run(database, 'CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (1)');
  }
  if (ending === 'approve' || ending === 'refuse') await target.createDatabase(database);
  const { properties } = await client.create(name, {
    sourceDbServerResourceId: sourceId,
    dbsToMigrate: [database],
    sourcePassword: source.login.password,
    targetPassword: target.login.password,
  });
  const id = properties.migrationId;
  if (ending === 'cancel') await cancel(client, name);
  if (ending === 'approve' || ending === 'refuse') {
    await until(client, id, ({ state }) => state === 'WaitingForUserAction');
    if (ending === 'approve') await client.patch(name, { overwriteDbsInTarget: 'True' });
    else await cancel(client, name);
  }
  await until(client, id, ({ state, cleanup }) => ['Succeeded', 'Failed', 'Canceled'].includes(state) && cleanup.state === 'Completed');
  for (const server of [source, target]) await server.run('postgres', `DROP DATABASE IF EXISTS ${database}`);
  return id;
}

/** The migration may have been faster; then it ends as it does. */
async function cancel(client: MigrationClient, name: string): Promise<void> {
  await client.patch(name, { cancel: 'True' }).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.includes('OperationNotAllowed'))) throw error;
  });
}

async function until(client: MigrationClient, id: string, holds: (overview: Overview) => boolean): Promise<void> {
  const giveUpOn = Date.now() + patienceMs;
  for (let overview = await client.overview(id); !holds(overview); overview = await client.overview(id)) {
    if (Date.now() > giveUpOn) throw new Error(`it is ${overview.state} (${overview.subState}) after ${patienceMs / 1000} s`);
    await delay(pollMs);
  }
}
