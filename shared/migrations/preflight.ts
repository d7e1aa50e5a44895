/** Pre-flight: every rule on both servers, then the databases that exist on the target already and that nobody agreed to lose. */
import type { PreflightAnswer } from '../domain/durable-names';
import { type MigrationError, migrationError } from '../domain/error-codes';
import type { DatabaseRecord, ExistingDatabase, MigrationRecord } from '../domain/migration';
import { applicationName } from '../domain/names';
import type { ServerConnection } from '../engines/engine';
import { type CatalogSession, openCatalogSession } from '../postgres/catalog-session';
import type { Finding } from '../rules/rule';
import { runRules } from '../rules/run-rules';
import { targetDatabases } from '../rules/target-databases';
import { clearOverwrites, readDatabases, setDatabaseState } from '../state/databases';
import { noteFacts, readRecord } from '../state/records';
import { connectionsOf } from './connections';

/** Every PostgreSQL server that Azure offers has it, and the login may connect to it. */
const maintenanceDatabase = 'postgres';

/** Throws a MigrationFailure when a server cannot be reached. */
export async function preflight(migrationId: string): Promise<Exclude<PreflightAnswer, { kind: 'stopped' }>> {
  const record = await readRecord(migrationId);
  const { source, target } = await connectionsOf(record);
  const open = (server: ServerConnection) => (database: string) =>
    openCatalogSession(server, { database, applicationName: applicationName(migrationId, 0, 'check') });
  const sessions = await openBoth(open(source), open(target));
  try {
    const databases = record.request.databases;
    const findings = await runRules({ ...sessions, databases, openSource: open(source) });
    const errors = findings.filter(({ severity }) => severity === 'error');
    await noteFacts(migrationId, { warnings: findings.filter(({ severity }) => severity === 'warning').map(withoutSeverity) });
    if (errors.length) return { kind: 'failed', error: await failedWith(record, errors) };
    const existing = await targetDatabases(sessions.target, databases, open(target));
    const rows = await readDatabases(migrationId);
    await clearOverwrites(
      migrationId,
      rows.filter((row) => row.overwrite && !existing.some(({ name }) => name === row.name)),
    );
    if (existing.every((database) => isApproved(database, rows, record))) return { kind: 'ready' };
    return { kind: 'decisionNeeded', databases: existing.map(shown) };
  } finally {
    await Promise.all([sessions.source.end(), sessions.target.end()]);
  }
}

async function openBoth(
  openSource: (database: string) => Promise<CatalogSession>,
  openTarget: (database: string) => Promise<CatalogSession>,
) {
  const [source, target] = await Promise.allSettled([openSource(maintenanceDatabase), openTarget(maintenanceDatabase)]);
  if (source.status === 'fulfilled' && target.status === 'fulfilled') return { source: source.value, target: target.value };
  for (const opened of [source, target]) if (opened.status === 'fulfilled') await opened.value.end();
  throw source.status === 'rejected' ? source.reason : (target as PromiseRejectedResult).reason;
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

function withoutSeverity({ severity: _severity, database, message, ...error }: Finding): MigrationError {
  return { ...error, message: database ? `${database}: ${message}` : message };
}

/** Each database that has findings ends with its own; the migration names them all. */
async function failedWith({ id, request }: MigrationRecord, errors: Finding[]): Promise<MigrationError> {
  for (const [number, name] of request.databases.entries()) {
    const own = errors.find(({ database }) => database === name);
    if (own) await setDatabaseState(id, number, 'Failed', withoutSeverity(own));
  }
  const told = errors.map(withoutSeverity);
  const [first] = told;
  if (!first || told.length === 1) return first ?? migrationError('INTERNAL_ERROR', 'Pre-flight failed without a finding.');
  return {
    ...first,
    message: `${told.length} findings. ${told.map(({ code, message }, index) => `(${index + 1}) ${code}: ${message}`).join(' ')}`,
  };
}
