/** Finds source and target through Azure Resource Manager, checks that they are ready, and stores where they listen. */
import type { MigrationInput, PrerequisitesAnswer } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { engineOf } from '../shared/engines/engines';
import { failedPreflight } from '../shared/migrations/failed-preflight';
import { identityOf } from '../shared/migrations/identity';
import { opensNetworkPath } from '../shared/migrations/network-path';
import { resolveSource, resolveTarget } from '../shared/migrations/resolve-endpoints';
import { isStopped, readControl } from '../shared/state/control-row';
import { noteServers, readRecord } from '../shared/state/records';

export async function checkPrerequisites({ migrationId }: MigrationInput): Promise<PrerequisitesAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  const record = await readRecord(migrationId);
  try {
    const identity = await identityOf(record);
    const [source, target] = await Promise.all([resolveSource(record, identity), resolveTarget(record, identity)]);
    await noteServers(migrationId, source, target);
    return { kind: 'ok', opensNetworkPath: opensNetworkPath(), preparesEngine: engineOf(record.request.engine).prepare !== undefined };
  } catch (error) {
    if (error instanceof MigrationFailure) return failedPreflight(migrationId, error.error);
    throw error;
  }
}
