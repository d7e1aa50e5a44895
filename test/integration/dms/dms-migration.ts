// Drives the engine dms as the activities do, and remembers what it announced, as the clean-up ledger does.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { credential } from '../../../shared/azure/credential';
import type { DatabaseProgress } from '../../../shared/domain/migration';
import { dmsEngine } from '../../../shared/engines/dms';
import type {
  Advance,
  Announced,
  AzureAccess,
  DatabaseJob,
  EngineContext,
  MigrationJob,
  Prepared,
  Released,
} from '../../../shared/engines/engine';
import { connectionOf } from '../../support/connection';

export type Ended = Extract<Advance, { kind: 'ended' }>;

export interface DmsMigration {
  job: MigrationJob;
  /** In the order in which they came; without a number: of the migration itself. */
  created: (Announced & { number?: number })[];
  progress: DatabaseProgress[];
  databaseJob(number: number, extra?: Partial<DatabaseJob>): DatabaseJob;
  context(extra?: Partial<EngineContext>, number?: number): EngineContext;
  prepare(): Promise<Exclude<Prepared, { kind: 'notYet' }>>;
  /** Call after call, until the database has ended. */
  run(number: number, extra?: Partial<EngineContext>, job?: Partial<DatabaseJob>): Promise<Ended>;
  /** Releases the databases that anything was made for, then what they shared. */
  cleanUp(): Promise<Released[]>;
}

/** Nobody waits for minutes here; each look costs a call and two sessions. */
const pollMs = 150;

export function dmsMigration(
  { source, target }: { source: PostgresServer; target: PostgresServer },
  subscriptionId: string,
  names: string[],
  azure: Partial<AzureAccess> = {},
): DmsMigration {
  const migrationId = randomUUID();
  const network = `/subscriptions/${subscriptionId}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub`;
  const job: MigrationJob = {
    migrationId,
    databases: names.map((name, number) => ({ number, name })),
    source: connectionOf(source),
    target: connectionOf(target),
    azure: {
      identity: credential(),
      source: { kind: 'address', host: source.host, port: source.port, user: source.login.user },
      target: { subscriptionId, resourceGroup: 'rg', server: 'target' },
      location: 'westeurope',
      resourceGroup: { subscriptionId, name: 'rg' },
      subnetId: `${network}/subnets/dms`,
      ...azure,
    },
  };
  const migration: DmsMigration = {
    job,
    created: [],
    progress: [],
    databaseJob: (number, extra) => ({
      migrationId,
      number,
      database: names[number] ?? '',
      source: job.source,
      target: job.target,
      azure: job.azure,
      ...extra,
    }),
    context: ({ willCreate, ...extra } = {}, number) => ({
      softDeadline: new Date(Date.now() + 60_000),
      signal: new AbortController().signal,
      report: (now) => migration.progress.push(now),
      isWanted: async () => true,
      willCreate: async (item) => {
        migration.created.push({ kind: item.kind, name: item.name, number });
        await willCreate?.(item);
      },
      ...extra,
    }),
    async prepare() {
      for (;;) {
        const answer = (await dmsEngine.prepare?.(job, migration.context())) ?? { kind: 'ready' };
        if (answer.kind !== 'notYet') return answer;
        await delay(pollMs);
      }
    },
    async run(number, extra, ofJob) {
      for (;;) {
        const answer = await dmsEngine.advance(migration.databaseJob(number, ofJob), migration.context(extra, number));
        if (answer.kind === 'ended') return answer;
        if (answer.kind === 'notYet') await delay(pollMs);
      }
    },
    async cleanUp() {
      const ofDatabases = await Promise.all(
        names.map((_, number) => {
          const own = migration.created.filter((item) => item.number === number);
          return own.length ? dmsEngine.release(migration.databaseJob(number), own) : [];
        }),
      );
      return [...ofDatabases.flat(), ...((await dmsEngine.tearDown?.(job)) ?? [])];
    },
  };
  return migration;
}
