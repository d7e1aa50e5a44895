/** The status events: CloudEvents 1.0, small and self-sufficient (events.md 6.2). Pure: sequence and time come from the transaction that stores them. */
import { CloudEvent } from 'cloudevents';
import type { ErrorCode, MigrationError } from './error-codes';
import type { CleanUpFate, CleanUpKind, DatabaseRecord, ExistingDatabase, MigrationRecord, Severity, Validation } from './migration';
import { allowedActions } from './state-machine';
import { type DatabaseState, isTerminal, type MigrationState, type SubState } from './states';
import type { WaitOutcome } from './waits';

export const eventTypes = {
  migrationStatusChanged: 'PgMigration.MigrationStatusChanged.v1',
  databaseStatusChanged: 'PgMigration.DatabaseStatusChanged.v1',
  overwriteApprovalRequested: 'PgMigration.OverwriteApprovalRequested.v1',
  overwriteApprovalDecided: 'PgMigration.OverwriteApprovalDecided.v1',
  validationCompleted: 'PgMigration.ValidationCompleted.v1',
  migrationProgress: 'PgMigration.MigrationProgress.v1',
  cleanupCompleted: 'PgMigration.CleanupCompleted.v1',
} as const;
export type EventType = (typeof eventTypes)[keyof typeof eventTypes];

/** What happened, before it has a sequence. */
export type EventContent =
  | {
      type: typeof eventTypes.migrationStatusChanged;
      data: { previousState?: MigrationState; previousSubstate?: SubState; error?: MigrationError; cleanup?: string };
    }
  | {
      type: typeof eventTypes.databaseStatusChanged;
      data: { database: string; number: number; previousState: DatabaseState; databaseState: DatabaseState; error?: MigrationError };
    }
  | {
      type: typeof eventTypes.overwriteApprovalRequested;
      data: {
        approvalId: string;
        expiresAt: string;
        fingerprint: string;
        databases: ExistingDatabase[];
        decisionUrl: string;
        allowedDecisions: string[];
      };
    }
  | { type: typeof eventTypes.overwriteApprovalDecided; data: { approvalId: string; outcome: WaitOutcome } }
  | { type: typeof eventTypes.validationCompleted; data: { status: Validation['status']; findings: ValidationSummary[] } }
  | { type: typeof eventTypes.migrationProgress; data: ProgressData }
  | {
      type: typeof eventTypes.cleanupCompleted;
      data: { cleanup: 'Completed'; removed: number; items: { kind: CleanUpKind; name: string; fate: CleanUpFate }[] };
    };

/** Without the objects: an event stays small, the report has them. */
export interface ValidationSummary {
  code: ErrorCode;
  severity: Severity;
  message: string;
  database?: string;
}

export interface ProgressData {
  bytesCopied: number;
  bytesTotal: number;
  /** Absent while nothing is copied. */
  bytesPerSecond?: number;
  /** Absent knowledge is null, as events.md 6.2 shows it. */
  etaSeconds: number | null;
  databases: { name: string; bytesCopied: number; bytesTotal: number; tablesDone: number; tablesTotal: number }[];
}

/** A CloudEvent in its JSON form. */
export type CloudEventJson = Record<string, unknown> & { id: string; type: string; sequence: string };

/** `<migrationId>-<6 digits>`: the same for every attempt to send it. */
export const eventId = (migrationId: string, sequence: number) => `${migrationId}-${String(sequence).padStart(6, '0')}`;

/** Builds the event as subscribers get it. `record` is the migration after the change. */
export function cloudEvent(
  record: MigrationRecord,
  sequence: number,
  time: string,
  content: EventContent,
  publicUrl: string,
): CloudEventJson {
  const { subscriptionId, resourceGroup, server } = record.target;
  const event = new CloudEvent({
    id: eventId(record.id, sequence),
    type: content.type,
    source: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${server}`,
    subject: `migrations/${record.name}`,
    time,
    datacontenttype: 'application/json',
    dataschema: `${publicUrl}/schemas/${schemaName(content.type)}`,
    sequence: String(sequence).padStart(20, '0'),
    data: {
      migrationId: record.id,
      migrationName: record.name,
      sourceServer: record.request.sourceDbServerResourceId,
      attempt: 1,
      engine: record.request.engine,
      mode: 'offline',
      state: record.state,
      substate: record.subState,
      isTerminal: isTerminal(record.state),
      allowedActions: allowedActions(record),
      ...content.data,
      links: { self: `${publicUrl}/api/migrations/${record.id}` },
    },
  });
  return event.toJSON() as CloudEventJson;
}

/** `PgMigration.MigrationStatusChanged.v1` -> `migration-status-changed/1.json`. */
export function schemaName(type: string): string {
  const [, name = '', version = 'v1'] = type.split('.');
  return `${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}/${version.slice(1)}.json`;
}

/** The event of a database's new state. */
export const databaseChanged = (database: DatabaseRecord, previousState: DatabaseState): EventContent => ({
  type: eventTypes.databaseStatusChanged,
  data: { database: database.name, number: database.number, previousState, databaseState: database.state, error: database.error },
});
