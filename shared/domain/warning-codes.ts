/** What pre-flight may find without keeping the migration from starting. A caller can accept these in advance, with a reason. */
import type { ErrorCode } from './error-codes';

export const warningCodes = [
  'COLLATION_ORDER',
  'EXTENSION_DIFFERS',
  'FUNCTION_SEARCH_PATH',
  'LOCK_TABLE_TOO_SMALL',
  'OBJECT_NOT_MIGRATED',
  'OPEN_TRANSACTIONS',
  'PASSWORD_ENCRYPTION_DIFFERS',
  'PREPARED_TRANSACTIONS',
  'PROVIDER_NOT_REGISTERED',
  'SOURCE_LOCKED',
  'SUBSCRIPTION_NOT_MIGRATED',
  'SYSTEM_GRANTS_IGNORED',
  'TABLESPACE_IGNORED',
  'TARGET_BURSTABLE',
  'TARGET_HAS_REPLICAS',
  'TARGET_HIGH_AVAILABILITY',
  'TARGET_READ_ONLY',
  'TARGET_STORAGE_TIGHT',
  'USER_MAPPING_INCOMPLETE',
] as const satisfies readonly ErrorCode[];
export type WarningCode = (typeof warningCodes)[number];
