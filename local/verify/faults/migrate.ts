/** One migration through the public API, until it has ended and its clean-up too. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineName } from '../../../shared/domain/migration';
import { isTerminal } from '../../../shared/domain/states';
import { migrationClient, type Overview } from '../../demo/client/migration-client';
import { databaseName, type FaultWorld } from './world';

const pollMs = 100;
/** What a dead run left, the reconciler finishes after one to two minutes. */
const patienceMs = 300_000;

export async function begin({ endpoints, source, target, sourceId, targetId, subnetId }: FaultWorld, name: string, engine: EngineName) {
  const { properties } = await migrationClient(endpoints.api, targetId).create(name, {
    sourceDbServerResourceId: sourceId,
    dbsToMigrate: [databaseName],
    sourcePassword: source.login.password,
    targetPassword: target.login.password,
    more: {
      engine,
      ...(engine === 'dms'
        ? { setupLogicalReplicationOnSourceDbIfNeeded: 'True', migrationResourceGroup: { subnetResourceId: subnetId } }
        : {}),
    },
  });
  return properties.migrationId;
}

/** Resolves with the last reading; at the latest when patience is at an end, or the signal is aborted. */
export async function untilCleanedUp({ endpoints, targetId }: FaultWorld, id: string, signal?: AbortSignal): Promise<Overview> {
  const client = migrationClient(endpoints.api, targetId);
  for (const giveUpOn = Date.now() + patienceMs; ; await delay(pollMs)) {
    const overview = await client.overview(id);
    const isDone = isTerminal(overview.state) && overview.cleanup.state !== 'Pending';
    if (isDone || signal?.aborted || Date.now() > giveUpOn) return overview;
  }
}
