/** Limits of a migration and of its parts, each with its source. Everything else imports them from here. */
import type { EngineName } from './migration';

/** Databases in one migration (specification, "Current Limitations"). */
export const maxDatabasesPerMigration = 8;

/** Letters, digits and `-`, not starting with `-` (specification 5.2), 1-63 characters (INTERFACES 1). */
export const migrationNamePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;

/** Databases that belong to the server, never to the customer (specification, "Current Limitations"; azure-apis.md 5). */
export const systemDatabases: readonly string[] = ['template0', 'template1', 'azure_maintenance', 'azure_sys'];

/** PostgreSQL's limit for identifiers and application_name: NAMEDATALEN - 1, in bytes. */
export const maxIdentifierBytes = 63;

/** The oldest source that the specification names, and the majors that Flexible Server offers. */
export const oldestSourceVersion = 90500;

/** A durable timer is never longer than this; longer waits are repeated (DESIGN 3). */
export const longestTimerMs = 6 * 24 * 60 * 60 * 1000;

/** A PUT that was never finished is given up after this (DESIGN 3, Accepting). */
export const acceptingTimeoutMs = 5 * 60 * 1000;

/** The reconciler looks only at migrations whose record has rested this long (DESIGN 3). */
export const reconcileRestMs = 60 * 1000;

/** Clean-up may take this long before the outcome is recorded with what is left listed (DESIGN 3). Azure takes minutes to remove a service. */
export const cleanupBudgetMs: Record<EngineName, number> = { direct: 30 * 1000, dms: 20 * 60 * 1000 };

/** A slice of copying: no new unit starts after it (DESIGN 5). */
export const sliceMs = 5 * 60 * 1000;

/** Databases copied at once by one process: one migration's worth, so that short activities never starve. */
export const maxCopiesPerProcess = maxDatabasesPerMigration;

/** Secrets expire by themselves if everything else fails; a migration lives at most seven days (azure-apis.md 5.7). */
export const secretLifetimeMs = 8 * 24 * 60 * 60 * 1000;

/** The largest request body (issue 4; Azure Resource Manager's own limit is 4 MB). */
export const maxRequestBytes = 1024 * 1024;

/** The history of an ended orchestration is kept this long after its beginning (DESIGN 3, Reconciler). */
export const historyRetentionMs = 7 * 24 * 60 * 60 * 1000;

/** A target whose disk is full is waited for this long; then the database fails. */
export const diskFullPatienceMs = 60 * 60 * 1000;

/** An estimate spends at most this part of its own result on measuring, and never more than `longestEstimateMs` (issue 5). */
export const estimateShare = 0.1;
export const longestEstimateMs = 20 * 1000;

/** The least it spends, whatever the result: below, it would measure how statements begin and not how rows flow. */
export const shortestEstimateMs = 1500;

/** A database of an estimate that is older than this was left by one that crashed: the next estimate on the server removes it. */
export const sampleDatabaseLifetimeMs = 60 * 60 * 1000;

/** Azure registers a resource provider within a minute or two; a migration waits this long after its creation. */
export const registrationPatienceMs = 15 * 60 * 1000;

/** Subscribers of one migration's approvals that wait to be called: they share one row, and each is called by the flusher. */
export const maxApprovalSubscriptions = 10;

/** A subscriber that cannot be reached is tried again, at most this long apart, and given up after so many attempts (about a day). */
export const longestCallbackPauseMs = 5 * 60 * 1000;
export const maxCallbackAttempts = 300;
