/** Finds source and target through Azure Resource Manager, checks that they are ready, and stores where they listen. */
import { clientSecretCredential, credential } from '../shared/azure/credential';
import { getSecret } from '../shared/azure/key-vault';
import type { MigrationInput, PrerequisitesAnswer } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { secretName } from '../shared/domain/names';
import { failedPreflight } from '../shared/migrations/failed-preflight';
import { resolveSource, resolveTarget } from '../shared/migrations/resolve-endpoints';
import { isStopped, readControl } from '../shared/state/control-row';
import { noteServers, readRecord } from '../shared/state/records';

export async function checkPrerequisites({ migrationId }: MigrationInput): Promise<PrerequisitesAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  const record = await readRecord(migrationId);
  const app = record.request.aadApp;
  try {
    const identity = app
      ? clientSecretCredential(app.tenantId, app.clientId, await getSecret(secretName(migrationId, 'aad-secret')))
      : credential();
    const [source, target] = await Promise.all([resolveSource(record, identity), resolveTarget(record, identity)]);
    await noteServers(migrationId, source, target);
    return { kind: 'ok' };
  } catch (error) {
    if (error instanceof MigrationFailure) return failedPreflight(migrationId, error.error);
    throw error;
  }
}
