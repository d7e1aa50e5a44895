/** A status event as one line of the service's log: what alerts and the workbook of `infra/` look for. Scalars only, and no text of an error. */
import type { CloudEventJson } from '../domain/events';

/** The line begins with it; `infra/queries/events.kql` knows it. */
const prefix = 'event ';

/** What a line may say of an event's data, in this order. */
const fields = [
  'migrationId',
  'migrationName',
  'sourceServer',
  'engine',
  'state',
  'substate',
  'previousState',
  'isTerminal',
  'cleanup',
  'status',
  'database',
  'databaseState',
  'bytesCopied',
  'bytesTotal',
  'bytesPerSecond',
  'etaSeconds',
] as const;

export function eventLine(event: CloudEventJson): string {
  const data = event.data as Record<string, unknown> & { error?: { code?: string } };
  const said = fields.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]]));
  return `${prefix}${JSON.stringify({
    id: event.id,
    type: event.type,
    time: event.time,
    target: event.source,
    ...Object.fromEntries(said),
    errorCode: data.error?.code,
  })}`;
}
