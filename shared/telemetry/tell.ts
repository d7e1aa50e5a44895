/** What the service tells of its migrations to whoever watches it. Nothing waits for it but its own activity, and nothing fails by it. */
import { config } from '../config';
import { findMigrationById } from '../migrations/find-migration';
import { listEvents, readReports } from '../migrations/history';
import { migrationMeasurements } from './migration-measurements';
import { migrationSpans, rootSpanIdOf, spanIdOf, traceIdOf } from './migration-spans';
import { openTelemetry, type Telemetry } from './open-telemetry';

let current: Promise<Telemetry> | undefined;

const isConfigured = () => config().telemetryFile !== undefined || config().applicationInsights !== undefined;

const telemetry = (): Promise<Telemetry> => {
  current ??= openTelemetry();
  return current;
};

export interface ActivityRun {
  migrationId: string;
  /** Of the database that it was for. */
  number?: number;
  activity: string;
  invocationId: string;
  start: Date;
  failed: boolean;
}

/** One run of an activity, as a part of its migration's trace. */
export async function tellOfActivity({ migrationId, number, activity, invocationId, start, failed }: ActivityRun): Promise<void> {
  if (!isConfigured()) return;
  const attributes = {
    'migration.id': migrationId,
    'faas.invocation_id': invocationId,
    ...(number === undefined ? {} : { 'database.number': number }),
  };
  const spanId = spanIdOf(migrationId, 'activity', invocationId);
  const span = { spanId, parentId: rootSpanIdOf(migrationId), name: `activity ${activity}`, start, end: new Date(), attributes, failed };
  (await telemetry()).tell(traceIdOf(migrationId), [span], []);
}

/** A migration that has ended: the trace of its phases, databases and tables, and what is counted. */
export async function tellOfMigration(migrationId: string): Promise<void> {
  if (!isConfigured()) return;
  const view = await findMigrationById(migrationId);
  if (!view) return;
  const [events, reports] = await Promise.all([listEvents(migrationId, 0), readReports(migrationId)]);
  const opened = await telemetry();
  opened.tell(traceIdOf(migrationId), migrationSpans({ ...view, events, reports }), migrationMeasurements({ ...view, events, reports }));
  await opened.flush();
}
