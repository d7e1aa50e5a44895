/** Who acts on Azure's resources for a migration: its AAD app where the caller named one, else the service's own identity. */
import type { TokenCredential } from '@azure/identity';
import { clientSecretCredential, credential } from '../azure/credential';
import { getSecret } from '../azure/key-vault';
import { MigrationFailure } from '../domain/error-codes';
import type { MigrationRecord } from '../domain/migration';
import { secretName } from '../domain/names';
import { isTerminal } from '../domain/states';

export async function identityOf({
  id,
  state,
  request: { aadApp },
}: Pick<MigrationRecord, 'id' | 'state' | 'request'>): Promise<TokenCredential> {
  if (!aadApp) return credential();
  try {
    return clientSecretCredential(aadApp.tenantId, aadApp.clientId, await getSecret(secretName(id, 'aad-secret')));
  } catch (error) {
    // The app's secret goes last. What turns up after that is removed by the service itself, if it may.
    if (isTerminal(state) && error instanceof MigrationFailure && error.error.code === 'SECRET_UNAVAILABLE') return credential();
    throw error;
  }
}
