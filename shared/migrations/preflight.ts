/** Pre-flight: every rule on both servers, then what a person still has to give: databases, consent to lose some, a time. */
import type { PreflightAnswer } from '../domain/durable-names';
import { type MigrationError, migrationError } from '../domain/error-codes';
import type { EngineName, MigrationRecord, Validation, ValidationFinding } from '../domain/migration';
import { applicationName } from '../domain/names';
import { isDatabaseEnd } from '../domain/states';
import type { ServerConnection } from '../engines/engine';
import { type CatalogSession, openCatalogSession } from '../postgres/catalog-session';
import { runRules } from '../rules/run-rules';
import { sourceFacts } from '../rules/source-facts';
import { targetDatabases } from '../rules/target-databases';
import { clearOverwrites, readDatabases, setDatabaseState } from '../state/databases';
import { readRecord } from '../state/records';
import { noteValidation } from '../state/validation';
import { connectionsOf } from './connections';
import { isLogical } from './logical-replication';
import { needOf } from './needs';

/** Every PostgreSQL server that Azure offers has it, and the login may connect to it. */
const maintenanceDatabase = 'postgres';

/** Throws a MigrationFailure when a server cannot be reached. */
export async function preflight(migrationId: string): Promise<Exclude<PreflightAnswer, { kind: 'stopped' }>> {
  const record = await readRecord(migrationId);
  const startedOn = new Date().toISOString();
  const { source, target } = await connectionsOf(record);
  const open = (server: ServerConnection) => (database: string) =>
    openCatalogSession(server, { database, applicationName: applicationName(migrationId, 0, 'check') });
  const sessions = await openBoth(open(source), open(target));
  try {
    const rows = (await readDatabases(migrationId)).filter(({ state }) => !isDatabaseEnd(state));
    const databases = rows.map(({ name }) => name);
    const findings = await runRules({ ...sessions, databases, engine: record.request.engine, openSource: open(source) });
    await noteValidation(migrationId, validationOf(findings, startedOn), await sourceFacts(sessions.source, databases));
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length) return { kind: 'failed', error: await failedWith(record, errors) };
    if (record.request.migrationOption === 'Validate') return { kind: 'validated' };
    const existing = await targetDatabases(sessions.target, databases, open(target));
    await clearOverwrites(
      migrationId,
      rows.filter((row) => row.overwrite && !existing.some(({ name }) => name === row.name)),
    );
    if (needsReplication(record.request.engine) && !(await isLogical(sessions.source))) {
      return record.request.setupLogicalReplication ? { kind: 'setUpReplication' } : { kind: 'needs', need: { kind: 'replication' } };
    }
    const need = needOf(record, rows, existing);
    return need ? { kind: 'needs', need } : { kind: 'ready' };
  } finally {
    await Promise.all([sessions.source.end(), sessions.target.end()]);
  }
}

/** Azure Database Migration Service reads the source by logical replication, even offline (azure-apis.md 2.3). */
const needsReplication = (engine: EngineName) => engine === 'dms';

async function openBoth(
  openSource: (database: string) => Promise<CatalogSession>,
  openTarget: (database: string) => Promise<CatalogSession>,
) {
  const [source, target] = await Promise.allSettled([openSource(maintenanceDatabase), openTarget(maintenanceDatabase)]);
  if (source.status === 'fulfilled' && target.status === 'fulfilled') return { source: source.value, target: target.value };
  for (const opened of [source, target]) if (opened.status === 'fulfilled') await opened.value.end();
  throw source.status === 'rejected' ? source.reason : (target as PromiseRejectedResult).reason;
}

function validationOf(findings: ValidationFinding[], startedOn: string): Validation {
  const has = (severity: ValidationFinding['severity']) => findings.some((finding) => finding.severity === severity);
  return {
    status: has('error') ? 'Failed' : has('warning') ? 'Warning' : 'Succeeded',
    startedOn,
    endedOn: new Date().toISOString(),
    findings,
  };
}

function plain({ severity: _severity, database, message, ...error }: ValidationFinding): MigrationError {
  return { ...error, message: database ? `${database}: ${message}` : message };
}

/** Each database that has findings ends with its own; the migration names them all. */
async function failedWith({ id, request }: MigrationRecord, errors: ValidationFinding[]): Promise<MigrationError> {
  if (request.migrationOption !== 'Validate') {
    for (const [number, name] of request.databases.entries()) {
      const own = errors.find(({ database }) => database === name);
      if (own) await setDatabaseState(id, number, 'Failed', plain(own));
    }
  }
  const told = errors.map(plain);
  const [first] = told;
  if (!first || told.length === 1) return first ?? migrationError('INTERNAL_ERROR', 'Pre-flight failed without a finding.');
  return {
    ...first,
    message: `${told.length} findings. ${told.map(({ code, message }, index) => `(${index + 1}) ${code}: ${message}`).join(' ')}`,
  };
}
