// The migration's real rows in a real Azurite, for tests of state and orchestrators: a store, and migrations in it without a server behind them.
import { randomUUID } from 'node:crypto';
import { type Azurite, ensureAzurite } from '../../local/azurite/ensure-azurite';
import { type CloudEventJson, eventTypes } from '../../shared/domain/events';
import { rowKeys } from '../../shared/domain/keys';
import type {
  ControlRow,
  DatabaseRecord,
  ExistingDatabase,
  MigrationRecord,
  MigrationRequest,
  TargetServerId,
} from '../../shared/domain/migration';
import { steps } from '../../shared/domain/states';
import { listEvents } from '../../shared/migrations/history';
import { readControl } from '../../shared/state/control-row';
import { readDatabases } from '../../shared/state/databases';
import { announce, partitionOf } from '../../shared/state/locate';
import { readRecord } from '../../shared/state/records';
import { transact } from '../../shared/state/transact';
import { appendEvent } from '../../shared/state/transition';
import { temporaryDirectory } from './temporary-directory';

/** Call it at the top of a test file: starts Azurite before its tests and points the configuration at it, which is read at first use. */
export function useMigrationStore(): void {
  let azurite: Azurite | undefined;
  afterAll(() => azurite?.stop());
  const directory = temporaryDirectory(); // after the hook above: jest runs them in order, and the folder must go last
  beforeAll(async () => {
    azurite = await ensureAzurite({ directory: directory() });
    Object.assign(process.env, {
      AzureWebJobsStorage: azurite.connectionString,
      PGFLEX_KEY_VAULT_URL: 'https://127.0.0.1:1',
      PGFLEX_SERVICE_BUS: 'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=x;SharedAccessKey=y;UseDevelopmentEmulator=true;',
      PGFLEX_AUTH: 'off',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    });
  });
}

export interface StoredMigration {
  id: string;
  partition: string;
  record(): Promise<MigrationRecord>;
  control(): Promise<ControlRow>;
  databases(): Promise<DatabaseRecord[]>;
  events(): Promise<CloudEventJson[]>;
  /** Terminal status events: there must be exactly one in the end. */
  terminalEvents(): Promise<CloudEventJson[]>;
}

/** A visible migration as PUT leaves it, without secrets. */
export async function storeMigration(
  databases: string[] = ['app'],
  options: { overwrite?: boolean; request?: Partial<MigrationRequest>; target?: TargetServerId } = {},
): Promise<StoredMigration> {
  const id = randomUUID();
  const now = new Date();
  const target = options.target ?? { subscriptionId: randomUUID(), resourceGroup: 'rg', server: `target-${id.slice(0, 8)}` };
  const partition = partitionOf(target);
  const record: MigrationRecord = {
    id,
    name: 'first',
    target,
    visibility: 'Visible',
    request: {
      location: 'local',
      tags: {},
      sourceServer: { kind: 'address', host: '127.0.0.1', port: 1, user: 'pgadmin' },
      sourceDbServerResourceId: '127.0.0.1:1@pgadmin',
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      databases,
      overwriteDatabases: options.overwrite ?? false,
      setupLogicalReplication: false,
      engine: 'direct',
      ...options.request,
    },
    contentHash: 'hash',
    standingOverwrite: options.overwrite ?? false,
    state: 'InProgress',
    subState: 'PerformingPreRequisiteSteps',
    lastStep: steps.created,
    lastSequence: 0,
    createdOn: now.toISOString(),
    changedOn: now.toISOString(),
    cleanup: 'None',
  };
  await announce(id, partition, now);
  await transact(partition, async (rows) => {
    rows.put(rowKeys.name(record.name), { migrationId: id });
    rows.put(rowKeys.list(now, id), { migrationId: id });
    rows.put(rowKeys.control(id), { migrationId: id } satisfies ControlRow);
    databases.forEach((name, number) => {
      rows.put(rowKeys.database(id, number), { migrationId: id, number, name, state: 'Queued' } satisfies DatabaseRecord);
      rows.put(rowKeys.claim(name), { migrationId: id, migrationName: record.name });
    });
    appendEvent(rows, record, now, { type: eventTypes.migrationStatusChanged, data: {} });
  });
  const events = () => listEvents(id, 0);
  return {
    id,
    partition,
    record: () => readRecord(id),
    control: () => readControl(id),
    databases: () => readDatabases(id),
    events,
    terminalEvents: async () =>
      (await events()).filter(
        ({ type, data }) => type === eventTypes.migrationStatusChanged && (data as { isTerminal: boolean }).isTerminal,
      ),
  };
}

export const existingDatabase = (name: string, fingerprint = 'f1'): ExistingDatabase => ({
  name,
  oid: 16_384,
  fingerprint,
  sizeBytes: 8_000_000,
  tables: 3,
  activeConnections: 0,
});
