/** Finds source and target through Azure Resource Manager, checks that they are ready, and stores where they listen. */
import { clientSecretCredential, credential } from '../shared/azure/credential';
import { getSecret } from '../shared/azure/key-vault';
import type { MigrationInput, PrerequisitesAnswer } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { secretName } from '../shared/domain/names';
import { resolveSource, resolveTarget } from '../shared/migrations/resolve-endpoints';
import { isStopped, readControl } from '../shared/state/control-row';
import { noteFacts, readRecord } from '../shared/state/records';

export async function checkPrerequisites({ migrationId }: MigrationInput): Promise<PrerequisitesAnswer> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  const record = await readRecord(migrationId);
  const app = record.request.aadApp;
  try {
    const identity = app
      ? clientSecretCredential(app.tenantId, app.clientId, await getSecret(secretName(migrationId, 'aad-secret')))
      : credential();
    const [sourceEndpoint, targetEndpoint] = await Promise.all([resolveSource(record, identity), resolveTarget(record, identity)]);
    await noteFacts(migrationId, { sourceEndpoint, targetEndpoint });
    return { kind: 'ok' };
  } catch (error) {
    if (error instanceof MigrationFailure) return { kind: 'failed', error: error.error };
    throw error;
  }
}
