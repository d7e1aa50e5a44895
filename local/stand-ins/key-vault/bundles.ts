// Secrets as Key Vault writes them in its answers.
import { purgeTime, recoverableDays, type Secret, type SecretVersion } from './vault';

/** With the value: the answer to set and get. */
export function secretBundle(vaultUrl: string, secret: Secret, version: SecretVersion): Record<string, unknown> {
  return { value: version.value, ...versionItem(vaultUrl, secret, version) };
}

/** Without the value: one version, in a list or after an update. */
export function versionItem(vaultUrl: string, secret: Secret, version: SecretVersion): Record<string, unknown> {
  return { ...described(version), id: `${vaultUrl}/secrets/${secret.name}/${version.id}` };
}

/** Without value and version: a secret in the list of the vault. */
export function secretItem(vaultUrl: string, secret: Secret): Record<string, unknown> {
  return { ...described(newest(secret)), id: `${vaultUrl}/secrets/${secret.name}` };
}

export function deletedItem(vaultUrl: string, secret: Secret): Record<string, unknown> {
  return { ...secretItem(vaultUrl, secret), ...recovery(vaultUrl, secret) };
}

export function deletedBundle(vaultUrl: string, secret: Secret): Record<string, unknown> {
  return { ...versionItem(vaultUrl, secret, newest(secret)), ...recovery(vaultUrl, secret) };
}

export function newest(secret: Secret): SecretVersion {
  const version = secret.versions.at(-1);
  if (!version) throw new Error(`Secret ${secret.name} has no version.`); // the state file's schema excludes it
  return version;
}

function described({ enabled, notBefore, expires, created, updated, contentType, tags }: SecretVersion): Record<string, unknown> {
  return {
    attributes: {
      enabled,
      nbf: notBefore,
      exp: expires,
      created,
      updated,
      recoveryLevel: 'CustomizedRecoverable+Purgeable',
      recoverableDays,
    },
    contentType,
    tags,
  };
}

function recovery(vaultUrl: string, secret: Secret): Record<string, unknown> {
  return { recoveryId: `${vaultUrl}/deletedsecrets/${secret.name}`, deletedDate: secret.deletedOn, scheduledPurgeDate: purgeTime(secret) };
}
