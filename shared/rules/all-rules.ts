// Every pre-flight rule, in the order in which findings are shown.
import { collationMissing } from './collation-missing';
import { encodingUnsupported } from './encoding-unsupported';
import { extensionNotAvailable } from './extension-not-available';
import { largeObjectsUnreadable } from './large-objects-unreadable';
import { preparedTransactions } from './prepared-transactions';
import { rowSecurityHidesRows } from './row-security-hides-rows';
import type { DatabaseRule, ServerRule } from './rule';
import { sourceDatabaseClosed } from './source-database-closed';
import { sourceDatabaseMissing } from './source-database-missing';
import { sourceObjectsUnreadable } from './source-objects-unreadable';
import { sourceVersionUnsupported } from './source-version-unsupported';
import { subscriptionNotMigrated } from './subscription-not-migrated';
import { superuserOnlyObjects } from './superuser-only-objects';
import { tableWithOids } from './table-with-oids';
import { tablespaceIgnored } from './tablespace-ignored';
import { targetDatabaseNotOwned } from './target-database-not-owned';
import { targetRightsMissing } from './target-rights-missing';
import { targetRoleMissing } from './target-role-missing';
import { targetVersionOlder } from './target-version-older';
import { userMappingIncomplete } from './user-mapping-incomplete';

export const serverRules: readonly ServerRule[] = [
  sourceVersionUnsupported,
  targetVersionOlder,
  sourceDatabaseMissing,
  sourceDatabaseClosed,
  targetRightsMissing,
  targetDatabaseNotOwned,
  encodingUnsupported,
  preparedTransactions,
];

export const databaseRules: readonly DatabaseRule[] = [
  sourceObjectsUnreadable,
  largeObjectsUnreadable,
  rowSecurityHidesRows,
  superuserOnlyObjects,
  extensionNotAvailable,
  collationMissing,
  tableWithOids,
  targetRoleMissing,
  tablespaceIgnored,
  subscriptionNotMigrated,
  userMappingIncomplete,
];
