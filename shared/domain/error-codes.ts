/** The closed set of reasons why a migration or a database fails: who must act, whether trying again can help, and what to do. */
export type ErrorOwner = 'customer' | 'service';

interface ErrorCodeFacts {
  owner: ErrorOwner;
  retryable: boolean;
  hint: string;
}

const customer = (hint: string, retryable = false): ErrorCodeFacts => ({ owner: 'customer', retryable, hint });
const service = (hint: string, retryable = true): ErrorCodeFacts => ({ owner: 'service', retryable, hint });

export const errorCodes = {
  // servers and connections
  SOURCE_SERVER_NOT_FOUND: customer('Check the resource id of the source server.'),
  TARGET_SERVER_NOT_FOUND: customer('Create the target flexible server first, or check its name.'),
  SERVER_NOT_READY: customer('Start the server and wait until its state is Ready, then create a new migration.', true),
  SERVER_UNREACHABLE: customer('Check host name, port, firewall rules and that the server runs.', true),
  DNS_FAILED: customer(
    'Check the host name. A server with private access has its name in a private DNS zone, which must be linked to the network of this service.',
    true,
  ),
  FIREWALL_REFUSED: customer('Let the address that is named in: a firewall rule of the server, or a line in its pg_hba.conf.', true),
  SERVER_TLS_FAILED: customer('Check sslMode and the certificate of the server.'),
  LOGIN_FAILED: customer('Check user name and password, then create a new migration.'),
  SERVER_NOT_ALLOWED: customer('Ask the operator of this service to allow the server (PGFLEX_ALLOWED_SERVERS).'),
  CONNECTION_LOST: service('The connection broke and could not be re-established in time. Check the network and create a new migration.'),
  TOO_MANY_CONNECTIONS: customer('Raise max_connections or end idle sessions, then create a new migration.', true),
  AAD_APP_INVALID: customer('Check client id, tenant id and secret of the Azure AD app, then create a new migration.'),
  SERVICE_IDENTITY_REFUSED: service('The identity of this service gets no token from Microsoft Entra ID; its operator must mend that.'),
  PERMISSION_MISSING: customer('Give the identity that is named the role Contributor, or the actions that are named, on the resource.'),
  ARM_ACCESS_DENIED: customer('Give the identity that is named the Contributor role on the server.'),
  ARM_UNAVAILABLE: service('Azure Resource Manager did not answer. Try again later with a new migration.'),
  RESOURCE_GROUP_NOT_FOUND: customer('Create the migration resource group first, or name another one.'),
  PROVIDER_NOT_REGISTERED: customer('Register the resource provider in the subscription: az provider register.'),
  REGION_DIFFERS: customer('Moving data between regions is slower and billed as outbound traffic. Nothing has to be done.'),
  FIREWALL_NOT_OPENED: customer(
    'Let the identity that is named write firewall rules of the server, or open the firewall for the addresses that are named yourself.',
  ),
  FIREWALL_NOT_MANAGED: customer('Let the addresses that this service connects from in yourself, and take the rule out afterwards.'),
  SUBNET_MISSING: customer('Create a subnet without delegation that reaches both servers, or name another one.'),
  SUBNET_DELEGATED: customer('Name a subnet that is not delegated to another service.'),
  SUBNET_FULL: customer('Name a subnet with a free address, or create one.'),
  SECURITY_GROUP_BLOCKS: customer('Allow the traffic that is named in the network security group.'),
  PRIVATE_ENDPOINT_MISSING: customer('Create a private endpoint for the server, or enable its public access.'),
  PRIVATE_ENDPOINT_NOT_APPROVED: customer('Approve the connection of the private endpoint.'),
  NETWORKS_NOT_PEERED: customer('Peer the virtual networks that are named, in both directions.'),
  NETWORK_UNREADABLE: customer('Give the identity that is named the role Reader on the resource, or check by hand.'),
  LOGICAL_REPLICATION_OFF: customer(
    'Set wal_level = logical on the source (Azure: azure.replication_support = LOGICAL) and restart it, then create a new migration.',
  ),
  REPLICATION_LIMIT_TOO_LOW: customer(
    'Raise the parameter that is named on the source and restart it, or drop slots that nobody uses, then create a new migration.',
  ),
  REPLICATION_RIGHT_MISSING: customer('Give the source login the REPLICATION attribute, then create a new migration.'),
  // Azure Database Migration Service
  DMS_SUBNET_MISSING: customer(
    'Name a subnet in migrationResourceGroup.subnetResourceId (POST /api/network-plan says which one fits), or use the engine direct, which needs none.',
  ),
  DMS_NAME_TAKEN: customer('Nothing of that service was touched. Create a new migration: its service has another name.'),
  DMS_REFUSED: customer('Mend what Azure Database Migration Service says, or use the engine direct, then create a new migration.'),
  DMS_SERVICE_FAILED: service('See the activity log of the resource group for the reason, then create a new migration.'),
  DMS_VALIDATION_FAILED: customer(
    'Mend what Azure Database Migration Service found, or use the engine direct, then create a new migration.',
  ),
  DMS_TASK_FAILED: service('See what Azure Database Migration Service says, or use the engine direct, then create a new migration.'),
  // what is to be moved
  SOURCE_DATABASE_MISSING: customer('Check dbsToMigrate against the databases of the source server.'),
  SOURCE_CHANGED: customer('Stop all writes on the source (default_transaction_read_only = on), then create a new migration.'),
  SOURCE_VERSION_UNSUPPORTED: customer('The source must be PostgreSQL 9.5 or newer.'),
  SOURCE_RIGHTS_MISSING: customer('Grant the migration login the rights that are named, or use the owner of the objects.'),
  ROW_SECURITY_HIDES_ROWS: customer('Use the owner of the tables or a login with BYPASSRLS, and remove FORCE ROW LEVEL SECURITY.'),
  OBJECT_NOT_SUPPORTED: customer('Drop or replace the objects that are named on the source; Flexible Server cannot hold them.'),
  EXTENSION_NOT_AVAILABLE: customer('Allow-list the extension in azure.extensions of the target, or drop it on the source.'),
  COLLATION_MISSING: customer('Use collations that exist on the target server.'),
  ENCODING_UNSUPPORTED: customer('The encoding or locale of the database is not available on the target server.'),
  TABLE_WITHOUT_PRIMARY_KEY: customer('Nothing, as long as nobody writes to the source.'),
  TABLE_WITH_OIDS: customer('Run ALTER TABLE ... SET WITHOUT OIDS on the tables that are named.'),
  PREPARED_TRANSACTIONS: customer('Commit or roll back the prepared transactions on the source.'),
  TABLESPACE_IGNORED: customer('Objects of user tablespaces go into the default tablespace of the target.'),
  SUBSCRIPTION_NOT_MIGRATED: customer('Create the subscriptions on the target by hand afterwards.'),
  USER_MAPPING_INCOMPLETE: customer('Enter the passwords of user mappings on the target by hand afterwards.'),
  OBJECT_NOT_MIGRATED: customer('Make the objects that are named on the target by hand, or move them into a schema of your own first.'),
  EXTENSION_NOT_PRELOADED: customer('Add the library to shared_preload_libraries of the target, and restart it.'),
  EXTENSION_UNSUPPORTED: customer('Move what the extension keeps with its own tools, and drop it on the source before this migration.'),
  SYSTEM_GRANTS_IGNORED: customer(
    'Grants on relations of the system are not moved: REVOKE them on the source, or grant a predefined role such as pg_monitor on the target.',
  ),
  EXTENSION_DIFFERS: customer('Check that the extension that is named does on the target what it does on the source.'),
  FUNCTION_SEARCH_PATH: customer(
    'Give functions that name objects without their schema a search_path of their own; else REFRESH, REINDEX and ANALYZE fail on the target.',
  ),
  COLLATION_ORDER: customer(
    'Compare the versions of the collations of both servers; a row that the target sorts elsewhere fails the copy.',
  ),
  PASSWORD_ENCRYPTION_DIFFERS: customer(
    'Set the passwords anew when you create the roles on the target, and update drivers without SCRAM.',
  ),
  OPEN_TRANSACTIONS: customer('End the transactions that are named: what they commit later is not on the target.'),
  LOCK_TABLE_TOO_SMALL: customer('Raise max_locks_per_transaction of the server, restart it, then create a new migration.'),
  SOURCE_LOCKED: customer('End the sessions that are named, which hold locks on the source, then create a new migration.', true),
  // the target
  TARGET_VERSION_OLDER: customer('The target must have the same or a newer PostgreSQL major version than the source.'),
  TARGET_RIGHTS_MISSING: customer('Give the target login CREATEDB and membership in azure_pg_admin.'),
  TARGET_BURSTABLE: customer('Take a General Purpose or Memory Optimized size for the time of the migration.'),
  TARGET_HIGH_AVAILABILITY: customer('Switch high availability on after the migration: a standby slows every write down.'),
  TARGET_HAS_REPLICAS: customer('Create the read replicas after the migration: they get every byte of it once more.'),
  TARGET_IS_REPLICA: customer('A read replica takes no writes: promote it, or name the primary server.'),
  TARGET_READ_ONLY: customer('Set default_transaction_read_only to off on the target before applications use it.'),
  TARGET_STORAGE_TOO_SMALL: customer('Raise the storage of the target server, then create a new migration.'),
  TARGET_STORAGE_TIGHT: customer(
    'Raise the storage of the target to at least 1.25 times the data: indexes and write-ahead log need room, too.',
  ),
  TARGET_ROLE_MISSING: customer('Create the roles that are named on the target first (roles are not migrated).'),
  TARGET_DATABASE_NOT_OWNED: customer(
    'Only its owner can replace a database: ALTER DATABASE ... OWNER TO the target login, or drop it yourself.',
  ),
  TARGET_DATABASE_IN_USE: customer('End the sessions that are named, then create a new migration.', true),
  TARGET_DATABASE_CHANGED: customer(
    'The target database is not the one that was approved to be replaced. Look at it and create a new migration.',
  ),
  TARGET_DISK_FULL: customer('Raise the storage of the target server, then create a new migration.', true),
  // the copy
  SCHEMA_FAILED: customer('The statement that is named failed on the target. Fix its cause on either side, then create a new migration.'),
  COPY_FAILED: service('Copying the table that is named failed. See the message of the server.'),
  INDEX_FAILED: customer('The index or constraint that is named could not be built from the data of the source.'),
  CONTENT_MISMATCH: service('Source and target differ after the copy. Nothing was put in place. Report this with the migration id.'),
  OBJECT_LOST: service(
    'An object of the source did not arrive on the target. Nothing was put in place. Report this with the migration id.',
  ),
  // the service itself
  SECRET_UNAVAILABLE: service('The stored credentials of the migration cannot be read from Key Vault. Create a new migration.'),
  APPROVAL_EXPIRED: customer('Nobody approved the overwrite in time. The target is untouched; create a new migration.'),
  WAIT_EXPIRED: customer('Nobody gave what the migration waited for in time. The target is untouched; create a new migration.'),
  DATABASE_FAILED: customer('At least one database failed: see its own error. The others are in place.'),
  ORCHESTRATION_LOST: service('The run of this migration was lost. What it created was cleaned up; create a new migration.'),
  INTERNAL_ERROR: service('An error of this service. Report it with the migration id.'),
} as const satisfies Record<string, ErrorCodeFacts>;

export type ErrorCode = keyof typeof errorCodes;

/** A server that cannot be reached now may be in a moment; a name that is not found may come back, too. */
export const unreachableCodes: readonly ErrorCode[] = ['SERVER_UNREACHABLE', 'DNS_FAILED'];

/** An error as data: what goes into records, events and answers. Never holds a secret or a row value. */
export interface MigrationError {
  code: ErrorCode;
  message: string;
  hint: string;
  owner: ErrorOwner;
  retryable: boolean;
  /** The objects concerned, by their quoted names. */
  objects?: string[];
}

/** Makes an error where the fact is known; hint, owner and retryable come from the table unless a better hint is at hand. */
export function migrationError(code: ErrorCode, message: string, extra: { objects?: string[]; hint?: string } = {}): MigrationError {
  const { owner, retryable, hint } = errorCodes[code];
  return { code, message, hint: extra.hint ?? hint, owner, retryable, ...(extra.objects?.length ? { objects: extra.objects } : {}) };
}

/** Carries a MigrationError up to the border that turns it into data. */
export class MigrationFailure extends Error {
  constructor(
    readonly error: MigrationError,
    options?: { cause?: unknown },
  ) {
    super(`${error.code}: ${error.message}`, options);
    this.name = 'MigrationFailure';
  }
}

/** Shorthand for `throw fail(code, message)`. */
export const fail = (code: ErrorCode, message: string, extra: { objects?: string[]; hint?: string; cause?: unknown } = {}) =>
  new MigrationFailure(migrationError(code, message, extra), { cause: extra.cause });
