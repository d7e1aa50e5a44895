/** How fast the API reads: the first page of a server with thousands of migrations, and one of them. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { registerServer } from '../local/demo/client/register-server';
import { requestJson } from '../local/demo/client/request-json';
import type { LocalStack } from '../local/start/start-local-stack';
import { eventTypes } from '../shared/domain/events';
import { rowKeys } from '../shared/domain/keys';
import type { ControlRow, DatabaseRecord, MigrationRecord, TargetServerId } from '../shared/domain/migration';
import { steps } from '../shared/domain/states';
import { announce, closeMigration, partitionOf } from '../shared/state/locate';
import { transact } from '../shared/state/transact';
import { appendEvent } from '../shared/state/transition';
import { withLocalWorld } from './local-world';
import type { BenchSet } from './measurement';
import { percentileOf } from './statistics';

const migrations = 5_000;
const storedAtOnce = 16;
const getsPerRound = 200;
const apiVersion = '2025-08-01';

export const api: BenchSet = (rounds, say) =>
  withLocalWorld(async ({ stack, target }) => {
    const targetId = await registerServer(stack, { kind: 'flexibleServers', name: 'target', server: target });
    const ids = await storeMigrations(stack, say);
    const list = `${stack.api}${targetId}/migrations?api-version=${apiVersion}`;
    const samples: Record<string, number[]> = {};
    const add = (figure: string, value: number) => {
      samples[figure] = [...(samples[figure] ?? []), Number(value.toFixed(1))];
    };
    await timeOf(list); // the first request of a process opens its connections
    for (let round = 0; round < rounds; round++) {
      add('first page of the list, Active (ms)', await timeOf(list));
      add('first page of the list, All (ms)', await timeOf(`${list}&migrationListFilter=All`));
      add('first page over all servers (ms)', await timeOf(`${stack.api}/api/migrations?top=20`));
      const resource: number[] = [];
      const overview: number[] = [];
      for (let index = 0; index < getsPerRound; index++) {
        const number = Math.floor((index * migrations) / getsPerRound);
        resource.push(await timeOf(`${stack.api}${targetId}/migrations/stored-${number}?api-version=${apiVersion}`));
        overview.push(await timeOf(`${stack.api}/api/migrations/${ids[number]}`));
      }
      add('GET of the resource, p50 (ms)', percentileOf(resource, 50));
      add('GET of the resource, p95 (ms)', percentileOf(resource, 95));
      add('GET by id, p50 (ms)', percentileOf(overview, 50));
      add('GET by id, p95 (ms)', percentileOf(overview, 95));
    }
    return samples;
  });

/** From the first byte sent to the last received, over a connection of its own. */
async function timeOf(url: string): Promise<number> {
  const begunOn = performance.now();
  const { status, text } = await requestJson(url);
  if (status !== 200) throw new Error(`${url} was answered with ${status}: ${text.slice(0, 300)}`);
  return performance.now() - begunOn;
}

/** Written through the product's own state functions, as ended migrations leave them. */
async function storeMigrations(stack: LocalStack, say: (line: string) => void): Promise<string[]> {
  Object.assign(process.env, {
    AzureWebJobsStorage: stack.storage,
    PGFLEX_KEY_VAULT_URL: stack.keyVault,
    PGFLEX_SERVICE_BUS: stack.serviceBus,
    PGFLEX_AUTH: 'off',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  });
  const target: TargetServerId = { subscriptionId: stack.subscriptionId, resourceGroup: stack.resourceGroup, server: 'target' };
  const begunOn = Date.now();
  const ids = Array.from({ length: migrations }, () => randomUUID());
  let next = 0;
  const work = async () => {
    for (let number = next++; number < migrations; number = next++) {
      await storeMigration(target, ids[number] ?? '', number, new Date(begunOn - (migrations - number) * 1_000));
    }
  };
  await Promise.all(Array.from({ length: storedAtOnce }, work));
  say(`  ${migrations} migrations stored in ${((Date.now() - begunOn) / 1_000).toFixed(0)} s`);
  return ids;
}

/** One in fifty still runs, so that the list of the active ones has to pass the others. */
const runsStill = (number: number) => number % 50 === 0;

async function storeMigration(target: TargetServerId, id: string, number: number, createdOn: Date): Promise<void> {
  const at = createdOn.toISOString();
  const running = runsStill(number);
  const record: MigrationRecord = {
    id,
    name: `stored-${number}`,
    target,
    visibility: 'Visible',
    request: {
      location: 'local',
      tags: {},
      sourceServer: { kind: 'address', host: '127.0.0.1', port: 1, user: 'pgadmin' },
      sourceDbServerResourceId: '127.0.0.1:1@pgadmin',
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      databases: [`stored_${number}`],
      overwriteDatabases: false,
      setupLogicalReplication: false,
      engine: 'direct',
    },
    contentHash: 'hash',
    standingOverwrite: false,
    state: running ? 'InProgress' : 'Succeeded',
    subState: running ? 'MigratingData' : 'Completed',
    lastStep: running ? steps.migrating : steps.ended,
    lastSequence: 0,
    createdOn: at,
    changedOn: at,
    ...(running ? {} : { endedOn: at }),
    cleanup: running ? 'None' : 'Completed',
  };
  const partition = partitionOf(target);
  await announce(id, partition, createdOn);
  await transact(partition, async (rows) => {
    rows.put(rowKeys.name(record.name), { migrationId: id });
    rows.put(rowKeys.list(createdOn, id), { migrationId: id });
    rows.put(rowKeys.control(id), { migrationId: id } satisfies ControlRow);
    const database: DatabaseRecord = { migrationId: id, number: 0, name: `stored_${number}`, state: running ? 'InProgress' : 'Succeeded' };
    rows.put(rowKeys.database(id, 0), database);
    appendEvent(rows, record, createdOn, { type: eventTypes.migrationStatusChanged, data: {} });
  });
  await closeMigration(id); // out of the reconciler's sight: there is no orchestration behind it
}
