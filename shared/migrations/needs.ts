/** What a migration still needs from a person before it may move anything: databases, consent to lose some, a time. */
import type { DatabaseRecord, ExistingDatabase, MigrationRecord } from '../domain/migration';
import type { Need } from '../domain/waits';

/** Timers fire up to half a second early (functions-host.md 8): a window that opens within a second is open. */
const earlyTimerMs = 1_000;

/** What is missing first; pre-flight runs again after each answer. */
export function needOf(record: MigrationRecord, rows: DatabaseRecord[], existing: ExistingDatabase[]): Need | undefined {
  const { databases, migrationWindowStart, startDataMigration } = record.request;
  if (!databases.length) return { kind: 'databases' };
  if (!existing.every((database) => isApproved(database, rows, record))) return { kind: 'overwrite', databases: existing.map(shown) };
  if (startDataMigration === true) return undefined;
  if (migrationWindowStart !== undefined) {
    const waitsLonger = new Date(migrationWindowStart).getTime() > Date.now() + earlyTimerMs;
    return waitsLonger ? { kind: 'window', startsOn: migrationWindowStart } : undefined;
  }
  return startDataMigration === false ? { kind: 'scheduling' } : undefined;
}

/** An approval covers what it showed; consent given in advance covers the database whatever happens in it until the copy takes its place. */
function isApproved(database: ExistingDatabase, rows: DatabaseRecord[], { standingOverwrite }: MigrationRecord): boolean {
  const approved = rows.find(({ name }) => name === database.name)?.overwrite;
  return approved?.oid === database.oid && (standingOverwrite || approved.fingerprint === database.fingerprint);
}

const shown = ({ name, oid, fingerprint, sizeBytes, tables, lastActivity, activeConnections }: ExistingDatabase): ExistingDatabase => ({
  name,
  oid,
  fingerprint,
  sizeBytes,
  tables,
  lastActivity,
  activeConnections,
});
