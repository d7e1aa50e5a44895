/** Secrets of migrations in Key Vault: the only place that holds them (DESIGN 1.5). */
import { SecretClient } from '@azure/keyvault-secrets';
import { config } from '../config';
import { fail } from '../domain/error-codes';
import { credential } from './credential';

let current: SecretClient | undefined;

function client(): SecretClient {
  const { keyVaultUrl, disableInstanceDiscovery, ca } = config();
  // The challenge names vault.azure.net as resource, which a vault with an address of its own cannot match.
  current ??= new SecretClient(keyVaultUrl, credential(), {
    disableChallengeResourceVerification: disableInstanceDiscovery,
    tlsOptions: ca ? { ca } : undefined,
    retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
  });
  return current;
}

const statusOf = (error: unknown) => (error as { statusCode?: number }).statusCode;

/** Writes a new version. A secret of that name that is soft-deleted is recovered first (a PUT that was given up and came again). */
export async function setSecret(name: string, value: string, expiresOn: Date): Promise<void> {
  try {
    await client().setSecret(name, value, { expiresOn, contentType: 'text/plain' });
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    await (await client().beginRecoverDeletedSecret(name, { intervalInMs: pollMs })).pollUntilDone();
    await client().setSecret(name, value, { expiresOn, contentType: 'text/plain' });
  }
}

export async function getSecret(name: string): Promise<string> {
  try {
    const { value } = await client().getSecret(name);
    if (value !== undefined) return value;
  } catch (error) {
    throw fail('SECRET_UNAVAILABLE', `The secret ${name} could not be read from Key Vault (status ${statusOf(error) ?? 'none'}).`, {
      cause: error,
    });
  }
  throw fail('SECRET_UNAVAILABLE', `The secret ${name} in Key Vault is empty.`);
}

/** The deletion of a secret takes up to seconds in Azure. */
const pollMs = 100;

/**
 * Deletes and, where the vault allows it, purges a secret. `absent`: there was none. A vault with purge protection keeps the deleted
 * secret until its retention ends; it can no longer be read.
 */
export async function removeSecret(name: string): Promise<'removed' | 'absent'> {
  let fate: 'removed' | 'absent' = 'removed';
  try {
    await (await client().beginDeleteSecret(name, { intervalInMs: pollMs })).pollUntilDone();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    fate = 'absent';
  }
  try {
    await client().purgeDeletedSecret(name);
  } catch (error) {
    // 404: nothing deleted to purge; 403: purge protection, or no right to purge; 409: another purge is under way.
    if (![403, 404, 409].includes(statusOf(error) ?? 0)) throw error;
  }
  return fate;
}

/** For the health check: answers when the vault does. */
export async function pingKeyVault(): Promise<void> {
  for await (const _page of client().listPropertiesOfSecrets().byPage({ maxPageSize: 1 })) return;
}
