/** Names of everything a migration creates: derived from its id, never from its name (names are unique per target only). */
import { createHash } from 'node:crypto';

const idHex = (migrationId: string) => migrationId.replaceAll('-', '').toLowerCase();

/** `pgflex_<12 hex>`: the schema in the target database that holds the engine's ledger. */
export const ledgerSchema = (migrationId: string) => `pgflex_${idHex(migrationId).slice(0, 12)}`;

/** `pgflex_<12 hex>_<n>`: the name a database has until it is loaded and proven. */
export const temporaryDatabaseName = (migrationId: string, number: number) => `${ledgerSchema(migrationId)}_${number}`;

/** `pgflex_<12 hex>_<n>_old`: the name an overwritten database has between the swap and its drop. */
export const replacedDatabaseName = (migrationId: string, number: number) => `${temporaryDatabaseName(migrationId, number)}_old`;

/** `pgflex_est_<seconds since 1970>_<8 hex>`: the database in which an estimate copies its samples; its age stands in its name. */
export const sampleDatabaseName = (madeOn: Date, random: string) =>
  `${sampleDatabasePrefix}${Math.floor(madeOn.getTime() / 1000)}_${random}`;

export const sampleDatabasePrefix = 'pgflex_est_';

/** When the estimate that made this database began; undefined: it is not one of an estimate's. */
export function sampleDatabaseMadeOn(name: string): Date | undefined {
  const [, seconds] = /^pgflex_est_(\d{9,11})_[0-9a-f]{8}$/.exec(name) ?? [];
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000);
}

/** application_name of an estimate's sessions. */
export const estimateApplicationName = 'pgflex:estimate';

export type SessionPurpose = 'copy' | 'index' | 'lock' | 'check';

/** `pgflex:<id>:<n>:<purpose>`: at most 52 bytes, below PostgreSQL's limit of 63. */
export const applicationName = (migrationId: string, number: number, purpose: SessionPurpose) =>
  `${applicationNamePrefix(migrationId, number)}${purpose}`;

/** What every application_name of this product's sessions begins with. */
export const ownApplicationNames = 'pgflex:';

export const applicationNamePrefix = (migrationId: string, number: number) => `pgflex:${migrationId}:${number}:`;

/** Key of the session advisory lock that fences one database of one migration: a signed 64-bit number as a string. */
export function advisoryLockKey(migrationId: string, number: number): string {
  return createHash('sha256').update(`pgflex:${migrationId}:${number}`).digest().readBigInt64BE(0).toString();
}

/**
 * `pgflex-<id>`, with more than one address `pgflex-<id>-<n>`. Single Server 9.5 and 9.6 let replication in only by a rule with `_replrule`
 * in its name (azure-apis.md 3).
 */
export const firewallRuleName = (migrationId: string, index: number, serverVersion: string) =>
  `pgflex-${migrationId}${index ? `-${index}` : ''}${/^9\./.test(serverVersion) ? '_replrule' : ''}`;

/** The migration that a firewall rule or another resource of Azure was made for; undefined: the name is not one of ours. */
export const migrationIdIn = (resourceName: string): string | undefined =>
  /^pgflex-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])/i.exec(resourceName)?.[1]?.toLowerCase();

/** `pgflex-<12 hex>`: the Azure Database Migration Service that a migration makes for itself; its tags hold the whole id. */
export const dmsServiceName = (migrationId: string) => `pgflex-${idHex(migrationId).slice(0, 12)}`;

export const dmsProjectName = 'migration';

/** `db-<n>`: the task that moves the rows of one database. */
export const dmsTaskName = (number: number) => `db-${number}`;

export type SecretPurpose = 'source-password' | 'target-password' | 'aad-secret';

/** `m-<id>-<purpose>`: the Key Vault secret that holds one credential of a migration. */
export const secretName = (migrationId: string, purpose: SecretPurpose) => `m-${migrationId}-${purpose}`;

/** `m-<id>-callback-<subscription>`: the address that a subscriber wants to be called back at; it carries the right to do so. */
export const callbackSecretName = (migrationId: string, subscriptionId: string) => `m-${migrationId}-callback-${subscriptionId}`;

/** The orchestration that owns a migration has the migration's own id; its parts hang below it. */
export const instanceIds = {
  root: (migrationId: string) => migrationId,
  steps: (migrationId: string) => `${migrationId}:steps`,
  database: (migrationId: string, number: number) => `${migrationId}:db:${number}`,
  recover: (migrationId: string) => `${migrationId}:recover`,
};

/** The external event that ends a wait early; named by the wait, so that a stale one can satisfy no other. */
export const waitEventName = (waitId: string) => `wait:${waitId}`;

export const cancelEventName = 'cancel';
