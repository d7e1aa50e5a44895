/** Looks at Azure's side of a migration: stores every finding, and where the servers that can be connected to listen. */
import type { MigrationInput, PrerequisitesAnswer } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { engineOf } from '../shared/engines/engines';
import { failedPreflight } from '../shared/migrations/failed-preflight';
import { opensNetworkPath } from '../shared/migrations/network-path';
import { lookAtPrerequisites } from '../shared/migrations/prerequisites';
import { isStopped, readControl } from '../shared/state/control-row';
import { notePrerequisites, readRecord } from '../shared/state/records';

/** How long until Azure is asked again whether it has registered a resource provider. */
const registeringMs = 5_000;

export async function checkPrerequisites({ migrationId }: MigrationInput): Promise<PrerequisitesAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  const record = await readRecord(migrationId);
  try {
    const { findings, source, target, isPending } = await lookAtPrerequisites(record);
    if (isPending) return { kind: 'notYet', retryAfterMs: registeringMs };
    await notePrerequisites(migrationId, findings, source, target);
    // With one server known, pre-flight goes on and adds what it finds there; it ends with everything.
    if (!source.endpoint && !target.endpoint) return failedPreflight(migrationId);
    return { kind: 'ok', opensNetworkPath: opensNetworkPath(), preparesEngine: engineOf(record.request.engine).prepare !== undefined };
  } catch (error) {
    if (error instanceof MigrationFailure) return failedPreflight(migrationId, error.error);
    throw error;
  }
}
