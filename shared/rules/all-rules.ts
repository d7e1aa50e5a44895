// Every pre-flight rule, in the order in which findings are shown.
import { collationMissing } from './collation-missing';
import { collationOrder } from './collation-order';
import { definitionNotUtf8 } from './definition-not-utf8';
import { encodingUnsupported } from './encoding-unsupported';
import { extensionDiffers } from './extension-differs';
import { extensionNotAvailable } from './extension-not-available';
import { extensionNotPreloaded } from './extension-not-preloaded';
import { extensionUnsupported } from './extension-unsupported';
import { functionSearchPath } from './function-search-path';
import { functionSettingRefused } from './function-setting-refused';
import { largeObjectsUnreadable } from './large-objects-unreadable';
import { lockTableTooSmall } from './lock-table-too-small';
import { openTransactions } from './open-transactions';
import { passwordEncryption } from './password-encryption';
import { preparedTransactions } from './prepared-transactions';
import { replicationLimitTooLow } from './replication-limit-too-low';
import { replicationRightMissing } from './replication-right-missing';
import { rowSecurityHidesRows } from './row-security-hides-rows';
import type { DatabaseRule, ServerRule } from './rule';
import { securityLabelProvider } from './security-label-provider';
import { sourceDatabaseClosed } from './source-database-closed';
import { sourceDatabaseMissing } from './source-database-missing';
import { sourceLocked } from './source-locked';
import { sourceObjectsUnreadable } from './source-objects-unreadable';
import { sourceVersionUnsupported } from './source-version-unsupported';
import { subscriptionNotMigrated } from './subscription-not-migrated';
import { superuserOnlyObjects } from './superuser-only-objects';
import { systemGrants } from './system-grants';
import { systemObjectLacking } from './system-object-lacking';
import { systemSchemaObjects } from './system-schema-objects';
import { tableWithOids } from './table-with-oids';
import { tableWithoutPrimaryKey } from './table-without-primary-key';
import { tablespaceIgnored } from './tablespace-ignored';
import { targetDatabaseNotOwned } from './target-database-not-owned';
import { targetInRecovery } from './target-in-recovery';
import { targetReadOnly } from './target-read-only';
import { targetRightsMissing } from './target-rights-missing';
import { targetRoleMissing } from './target-role-missing';
import { targetStorageTight } from './target-storage-tight';
import { targetStorageTooSmall } from './target-storage-too-small';
import { targetVersionOlder } from './target-version-older';
import { userMappingIncomplete } from './user-mapping-incomplete';

export const serverRules: readonly ServerRule[] = [
  sourceVersionUnsupported,
  targetVersionOlder,
  sourceDatabaseMissing,
  sourceDatabaseClosed,
  targetInRecovery,
  targetRightsMissing,
  targetDatabaseNotOwned,
  targetStorageTooSmall,
  encodingUnsupported,
  targetStorageTight,
  targetReadOnly,
  replicationRightMissing,
  replicationLimitTooLow,
  preparedTransactions,
  openTransactions,
  passwordEncryption,
];

export const databaseRules: readonly DatabaseRule[] = [
  definitionNotUtf8,
  sourceObjectsUnreadable,
  largeObjectsUnreadable,
  rowSecurityHidesRows,
  superuserOnlyObjects,
  systemObjectLacking,
  functionSettingRefused,
  securityLabelProvider,
  extensionUnsupported,
  extensionNotAvailable,
  extensionNotPreloaded,
  collationMissing,
  tableWithOids,
  targetRoleMissing,
  tablespaceIgnored,
  systemGrants,
  subscriptionNotMigrated,
  userMappingIncomplete,
  extensionDiffers,
  collationOrder,
  functionSearchPath,
  sourceLocked,
  lockTableTooSmall,
  systemSchemaObjects,
  tableWithoutPrimaryKey,
];
