/**
 * The trace of a migration, from what was stored of it: one trace, whichever processes took part and however often they died. The same
 * migration gives the same ids, so that telling of it twice is telling of it once.
 */
import { createHash } from 'node:crypto';
import { type CloudEventJson, eventTypes } from '../domain/events';
import type { DatabaseReport } from '../engines/engine';
import type { MigrationView } from '../migrations/types';

export interface MigrationSpan {
  spanId: string;
  /** Absent: the migration itself. */
  parentId?: string;
  name: string;
  start: Date;
  end: Date;
  /** Scalars only, never the text of an error, which may name what is in a database. */
  attributes: Record<string, string | number | boolean>;
  failed: boolean;
}

/** A migration's id is a UUID: its 32 hexadecimal digits are a trace id. */
export const traceIdOf = (migrationId: string): string => migrationId.replaceAll('-', '').toLowerCase();

/** By its place in the trace. */
export const spanIdOf = (migrationId: string, ...place: string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([migrationId, ...place]))
    .digest('hex')
    .slice(0, 16);

/** The span of the migration: everything else hangs below it, also what is told before it ends. */
export const rootSpanIdOf = (migrationId: string): string => spanIdOf(migrationId, 'migration');

export interface Told extends Pick<MigrationView, 'record' | 'databases'> {
  events: CloudEventJson[];
  reports: DatabaseReport[];
}

/** Of a migration that has ended: itself, its phases, its databases, their tables. */
export function migrationSpans({ record, databases, events, reports }: Told): MigrationSpan[] {
  const { id, target, request } = record;
  const end = new Date(record.endedOn ?? record.changedOn);
  const root: MigrationSpan = {
    spanId: rootSpanIdOf(id),
    name: 'migration',
    start: new Date(record.createdOn),
    end,
    attributes: {
      'migration.id': id,
      'migration.name': record.name,
      'migration.target': target.server,
      'migration.engine': request.engine,
      'migration.state': record.state,
      'migration.databases': databases.length,
      ...(record.error ? { 'error.type': record.error.code } : {}),
    },
    failed: record.state === 'Failed' || record.state === 'ValidationFailed',
  };
  return [root, ...phases(id, events, end), ...databases.flatMap((database) => databaseSpans(id, database, events, reports, end))];
}

const timeOf = (event: CloudEventJson) => new Date(String(event.time));

/** From one change of state to the next; the last change is the end. */
function phases(id: string, events: CloudEventJson[], end: Date): MigrationSpan[] {
  const changes = events.filter(({ type }) => type === eventTypes.migrationStatusChanged);
  return changes.slice(0, -1).map((event, index) => {
    const { state, substate } = event.data as { state: string; substate: string };
    const next = changes[index + 1];
    return {
      spanId: spanIdOf(id, 'phase', event.id),
      parentId: rootSpanIdOf(id),
      name: `phase ${substate}`,
      start: timeOf(event),
      end: next ? timeOf(next) : end,
      attributes: { 'migration.id': id, 'migration.state': state, 'migration.substate': substate },
      failed: false,
    };
  });
}

function databaseSpans(
  id: string,
  { name, number, state, error }: Told['databases'][number],
  events: CloudEventJson[],
  reports: DatabaseReport[],
  ended: Date,
): MigrationSpan[] {
  const changes = events.filter(
    ({ type, data }) => type === eventTypes.databaseStatusChanged && (data as { number: number }).number === number,
  );
  const [begun] = changes;
  if (!begun) return [];
  const last = changes.at(-1);
  const spanId = spanIdOf(id, 'database', String(number));
  const attributes = { 'migration.id': id, 'database.name': name, 'database.state': state };
  const report = reports.find(({ database }) => database === name);
  const tables = (report?.tables ?? []).map(
    (table): MigrationSpan => ({
      spanId: spanIdOf(id, 'table', String(number), table.name),
      parentId: spanId,
      name: 'table',
      start: new Date(table.startedOn),
      end: new Date(table.endedOn),
      attributes: {
        ...attributes,
        'table.name': table.name,
        'table.rows': table.rows,
        'table.bytes': table.bytes,
        'table.attempts': table.attempts,
      },
      failed: false,
    }),
  );
  const database: MigrationSpan = {
    spanId,
    parentId: rootSpanIdOf(id),
    name: 'database',
    start: timeOf(begun),
    end: last && last !== begun ? timeOf(last) : ended,
    attributes: { ...attributes, ...(error ? { 'error.type': error.code } : {}) },
    failed: state === 'Failed',
  };
  return [database, ...tables];
}
