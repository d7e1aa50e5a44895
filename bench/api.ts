/** How fast the API reads: the first page of a server with thousands of migrations, and one of them. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { requestJson } from '../local/demo/client/request-json';
import type { LocalStack } from '../local/start/start-local-stack';
import { withStack } from '../local/verify/stack-world';
import { eventTypes } from '../shared/domain/events';
import { invertedTime, rowKeys } from '../shared/domain/keys';
import type { ControlRow, DatabaseRecord, MigrationRecord, TargetServerId } from '../shared/domain/migration';
import { steps } from '../shared/domain/states';
import type { ListRow } from '../shared/state/list-rows';
import { announce, partitionOf } from '../shared/state/locate';
import { writeRow } from '../shared/state/tables';
import { type Rows, transact } from '../shared/state/transact';
import { appendEvent } from '../shared/state/transition';
import type { BenchSet } from './measurement';
import { percentileOf } from './statistics';

const migrations = 5_000;
/** Six rows each; a transaction takes a hundred. */
const storedAtOnce = 16;
const getsPerRound = 200;
const apiVersion = '2025-08-01';

export const api: BenchSet = (rounds, say) =>
  withStack(async ({ stack, targetId }) => {
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
  const partition = partitionOf(target);
  const ids = Array.from({ length: migrations }, () => randomUUID());
  for (let first = 0; first < migrations; first += storedAtOnce) {
    const some = ids.slice(first, first + storedAtOnce).map((id, index) => {
      const number = first + index;
      return { id, number, createdOn: new Date(begunOn - (migrations - number) * 1_000) };
    });
    await transact(partition, async (rows) => {
      for (const one of some) putMigration(rows, target, one);
    });
    await Promise.all(some.map(({ id, number, createdOn }) => (runsStill(number) ? announce : announceEnded)(id, partition, createdOn)));
    if (first % 1_000 < storedAtOnce) say(`  ${first} stored`);
  }
  say(`  ${migrations} migrations stored in ${((Date.now() - begunOn) / 1_000).toFixed(0)} s`);
  return ids;
}

/** Ten still run, so that the list of the active ones has something to find. */
const runsStill = (number: number) => number % 500 === 0;
/** The reconciler would recover a running migration that has no orchestration and rests: these do not rest yet. */
const restsLaterMs = 3_600_000;

interface Stored {
  id: string;
  number: number;
  createdOn: Date;
}

function putMigration(rows: Rows, target: TargetServerId, { id, number, createdOn }: Stored): void {
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
    changedOn: running ? new Date(Date.now() + restsLaterMs).toISOString() : at,
    ...(running ? {} : { endedOn: at }),
    cleanup: running ? 'None' : 'Completed',
  };
  rows.put(rowKeys.name(record.name), { migrationId: id });
  rows.put(rowKeys.control(id), { migrationId: id } satisfies ControlRow);
  const database: DatabaseRecord = { migrationId: id, number: 0, name: `stored_${number}`, state: running ? 'InProgress' : 'Succeeded' };
  rows.put(rowKeys.database(id, 0), database);
  const stored = appendEvent(rows, record, createdOn, { type: eventTypes.migrationStatusChanged, data: {} });
  const ended = { record: stored, databases: [database], progress: [null] };
  rows.put(rowKeys.list(createdOn, id), { migrationId: id, ...(running ? {} : { ended }) } satisfies ListRow);
}

/** As `announce` does, but for the list of the open ones, which an ended migration has left. */
async function announceEnded(migrationId: string, partition: string, createdOn: Date): Promise<void> {
  const location = { migrationId, partition, announcedOn: createdOn.toISOString() };
  await Promise.all([
    writeRow('migrationsById', 'id', migrationId, location),
    writeRow('migrationsById', 'list', `t|${invertedTime(createdOn)}|${migrationId}`, location),
  ]);
}
