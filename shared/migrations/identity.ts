/** Who acts on Azure's resources for a migration: its AAD app where the caller named one, else the service's own identity. */
import type { TokenCredential } from '@azure/identity';
import { clientSecretCredential, credential } from '../azure/credential';
import { getSecret } from '../azure/key-vault';
import type { MigrationRecord } from '../domain/migration';
import { secretName } from '../domain/names';

export async function identityOf({ id, request: { aadApp } }: Pick<MigrationRecord, 'id' | 'request'>): Promise<TokenCredential> {
  if (!aadApp) return credential();
  return clientSecretCredential(aadApp.tenantId, aadApp.clientId, await getSecret(secretName(id, 'aad-secret')));
}
