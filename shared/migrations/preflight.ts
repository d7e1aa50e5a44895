/** Pre-flight: every rule on both servers, then what a person still has to give: databases, consent to lose some, a time. */
import type { PreflightAnswer } from '../domain/durable-names';
import { MigrationFailure } from '../domain/error-codes';
import type { EngineName, MigrationRecord, ValidationFinding } from '../domain/migration';
import { applicationName } from '../domain/names';
import { armTargetOf } from '../domain/server-ids';
import { isDatabaseEnd } from '../domain/states';
import type { ServerConnection } from '../engines/engine';
import { type CatalogSession, openCatalogSession } from '../postgres/catalog-session';
import { diagnoseConnection } from '../postgres/diagnose-connection';
import { inOrder } from '../rules/findings';
import { runRules } from '../rules/run-rules';
import { sourceFacts } from '../rules/source-facts';
import { targetDatabases } from '../rules/target-databases';
import { clearOverwrites, readDatabases } from '../state/databases';
import { readRecord } from '../state/records';
import { noteValidation } from '../state/validation';
import { knownConnectionsOf } from './connections';
import { errorsIn, failedWith, validationOf } from './findings';
import { isLogical } from './logical-replication';
import { needOf } from './needs';

/** Every PostgreSQL server that Azure offers has it, and the login may connect to it. */
const maintenanceDatabase = 'postgres';

/** Twice what a slow handshake over an ocean takes: whoever asks for a validation waits for its answer. */
const connectTimeoutMs = 6_000;

/**
 * With the findings of the prerequisites. A server that cannot be reached or logged in to is a finding like any other, and the other one is
 * looked at all the same.
 */
export async function preflight(migrationId: string): Promise<Exclude<PreflightAnswer, { kind: 'stopped' }>> {
  const record = await readRecord(migrationId);
  const startedOn = new Date().toISOString();
  const connections = await knownConnectionsOf(record);
  const opening = (server: ServerConnection) => (database: string) =>
    openCatalogSession(server, { database, applicationName: applicationName(migrationId, 0, 'check'), connectTimeoutMs });
  const [source, target] = await Promise.all([lookAt(connections.source, opening), lookAt(connections.target, opening)]);
  try {
    const rows = (await readDatabases(migrationId)).filter(({ state }) => !isDatabaseEnd(state));
    const databases = rows.map(({ name }) => name);
    const found = await runRules({
      source: source.session,
      target: target.session,
      targetStorage: storageOf(record),
      databases,
      engine: record.request.engine,
      openSource: source.open,
    });
    const findings = inOrder([...(record.prerequisites ?? []), ...source.findings, ...target.findings, ...found]);
    const facts = source.session && (await sourceFacts(source.session, databases));
    await noteValidation(migrationId, validationOf(record, findings, startedOn), facts);
    const errors = errorsIn(findings);
    if (errors.length) return { kind: 'failed', error: await failedWith(record, errors) };
    if (record.request.migrationOption === 'Validate') return { kind: 'validated' };
    if (!source.session || !target.session) throw new Error('A server that could not be looked at left no finding.');
    const existing = await targetDatabases(target.session, databases, target.open);
    await clearOverwrites(
      migrationId,
      rows.filter((row) => row.overwrite && !existing.some(({ name }) => name === row.name)),
    );
    if (needsReplication(record.request.engine) && !(await isLogical(source.session))) {
      return record.request.setupLogicalReplication ? { kind: 'setUpReplication' } : { kind: 'needs', need: { kind: 'replication' } };
    }
    const need = needOf(record, rows, existing);
    return need ? { kind: 'needs', need } : { kind: 'ready' };
  } finally {
    await Promise.all([source.session?.end(), target.session?.end()]);
  }
}

/** Azure Database Migration Service reads the source by logical replication, even offline (azure-apis.md 2.3). */
const needsReplication = (engine: EngineName) => engine === 'dms';

interface Side {
  session?: CatalogSession;
  open(database: string): Promise<CatalogSession>;
  /** Why there is no session, unless the prerequisites say so. */
  findings: ValidationFinding[];
}

async function lookAt(server: ServerConnection | undefined, opening: (server: ServerConnection) => Side['open']): Promise<Side> {
  const open = server ? opening(server) : () => Promise.reject(new Error('The server has no address.'));
  if (!server) return { open, findings: [] };
  const diagnosis = diagnoseConnection(server); // at the same time: a packet that is dropped is waited for as long as a handshake
  try {
    return { session: await open(maintenanceDatabase), open, findings: [] };
  } catch (error) {
    if (!(error instanceof MigrationFailure)) throw error;
    return { open, findings: [{ ...((await diagnosis) ?? error.error), severity: 'error' }] };
  }
}

function storageOf({ target, targetMetadata, targetEndpoint }: MigrationRecord) {
  const storageMb = targetMetadata?.storageMb;
  if (!storageMb) return undefined;
  return { server: armTargetOf(target), sizeBytes: storageMb * 1024 ** 2, grows: targetEndpoint?.growsStorage === true };
}
