/** Writes a migration as `GET /api/migrations/{id}` shows it (INTERFACES 2): everything a person or a tool needs to go on. */
import type { CleanUpItem, DatabaseProgress, DatabaseRecord, ServerMetadata } from '../domain/migration';
import { totalProgress } from '../domain/progress';
import { allowedActions } from '../domain/state-machine';
import { isDatabaseEnd, isTerminal } from '../domain/states';
import type { WaitRow } from '../domain/waits';
import type { MigrationView } from '../migrations/types';
import { nextSteps, warnings } from './advice';
import { serverResourceId } from './arm-ids';
import { encodeFinding } from './encode-finding';

/** `tables`: the live numbers of single tables, too; `findings`: what pre-flight found. */
export function encodeOverview(view: MigrationView, show: { tables?: boolean; findings?: boolean } = {}) {
  const { record, databases, progress, waits } = view;
  const { bytesPerSecond, etaSeconds } = totalProgress(databases, progress);
  return {
    id: record.id,
    name: record.name,
    target: serverResourceId(record.target),
    source: record.request.sourceDbServerResourceId,
    ...(record.sourceMetadata ? { sourceServer: shortMetadata(record.sourceMetadata) } : {}),
    ...(record.targetMetadata ? { targetServer: shortMetadata(record.targetMetadata) } : {}),
    engine: record.request.engine,
    state: record.state,
    subState: record.subState,
    ...(record.error ? { error: record.error } : {}),
    createdOn: record.createdOn,
    ...(record.endedOn ? { endedOn: record.endedOn } : {}),
    allowedActions: record.deletedOn ? [] : allowedActions(record),
    ...(isTerminal(record.state) ? {} : { bytesPerSecond, etaSeconds }),
    databases: databases.map((database) => encodeDatabase(database, progress[database.number], show)),
    waits: waits.map(encodeWait),
    cleanup: encodeCleanUp(view),
    warnings: warnings(view),
    ...(show.findings && record.validation ? { findings: record.validation.findings.map(encodeFinding) } : {}),
    nextSteps: nextSteps(view),
  };
}

const shortMetadata = ({ location, version }: ServerMetadata) => ({ location, version });

const encodeDatabase = (
  { name, state, error, cancelRequestedOn }: DatabaseRecord,
  progress: DatabaseProgress | undefined,
  show: { tables?: boolean },
) => ({
  name,
  state,
  ...(cancelRequestedOn ? { cancelRequestedOn } : {}),
  ...(error ? { error } : {}),
  bytesTotal: progress?.bytesTotal ?? 0,
  bytesCopied: progress?.bytesCopied ?? 0,
  tablesTotal: progress?.tablesTotal ?? 0,
  tablesDone: progress?.tablesDone ?? 0,
  ...(progress ? { phase: progress.phase } : {}),
  ...(progress && !isDatabaseEnd(state) ? liveNumbers(progress, show) : {}),
});

const liveNumbers = ({ bytesPerSecond, etaSeconds, tables }: DatabaseProgress, show: { tables?: boolean }) => ({
  ...(bytesPerSecond !== undefined ? { bytesPerSecond } : {}),
  ...(etaSeconds !== undefined ? { etaSeconds } : {}),
  ...(show.tables && tables ? { tables } : {}),
});

/** With the databases that would be lost, so that whoever asks for the approval can show them. */
const encodeWait = ({ waitId, kind, outcome, expiresOn, databases }: WaitRow) => ({
  id: waitId,
  kind,
  state: outcome?.kind ?? 'open',
  expiresAt: expiresOn,
  ...(kind === 'overwrite' ? { approvalId: waitId } : {}),
  databases,
});

/** What was made and what became of it. Before the end, things in use have no fate yet and are not listed. */
export function encodeCleanUp({ record, cleanUp }: Pick<MigrationView, 'record' | 'cleanUp'>) {
  const items = cleanUp.filter(({ fate }) => fate !== undefined || isTerminal(record.state));
  return { state: record.cleanup, items: items.map(encodeCleanUpItem) };
}

const encodeCleanUpItem = ({ kind, name, fate, command }: CleanUpItem) => ({
  kind,
  name,
  fate: fate ?? 'left',
  ...(command ? { command } : {}),
});
