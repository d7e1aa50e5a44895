// The status events as the Service Bus subscriber got them.

import type { Screen } from '../../../cli/screen/screen';
import { textTable } from '../../../cli/screen/text-table';
import type { CloudEventJson } from '../../../shared/domain/events';
import type { ReceivedEvent } from '../client/subscriber';

interface EventData {
  state: string;
  substate: string;
  database?: string;
  databaseState?: string;
  databases?: { name: string }[];
  outcome?: { kind: string; decision?: string };
  cleanup?: string;
}

export function showEvents(screen: Screen, received: readonly ReceivedEvent[]): void {
  const rows = received.map(({ receivedOn, event }) => [
    receivedOn.toISOString().slice(11, 23),
    String(Number(event.sequence)),
    event.type.replace(/^PgMigration\.|\.v\d+$/g, ''),
    whatHappened(event),
  ]);
  const columns = [{ title: 'received' }, { title: '#', align: 'right' }, { title: 'event' }, { title: 'what happened' }] as const;
  const [heading = '', ...lines] = textTable([...columns], rows);
  screen.say(`  ${screen.dim(heading)}`);
  for (const line of lines) screen.say(`  ${line}`);
}

function whatHappened(event: CloudEventJson): string {
  const data = event.data as EventData;
  if (data.databaseState) return `${data.database} ${data.databaseState}`;
  if (data.outcome) return data.outcome.decision ?? data.outcome.kind;
  if (data.databases) return data.databases.map(({ name }) => name).join(', ');
  if (/CleanupCompleted/.test(event.type)) return `clean-up ${data.cleanup ?? ''}`.trimEnd();
  return data.state === 'InProgress' ? data.substate : data.state;
}
