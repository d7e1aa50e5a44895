// Key Vault's error answers.
import type { Answer } from '../http/messages';

export function keyVaultError(status: number, code: string, message: string, innerCode?: string): Answer {
  return { status, body: { error: { code, message, ...(innerCode ? { innererror: { code: innerCode } } : {}) } } };
}

export function secretNotFound(nameOrId: string): Answer {
  const message = `A secret with (name/id) ${nameOrId} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`;
  return keyVaultError(404, 'SecretNotFound', message);
}

export function deletedNameInUse(name: string): Answer {
  const message = `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`;
  return keyVaultError(409, 'Conflict', message, 'ObjectIsDeletedButRecoverable');
}
