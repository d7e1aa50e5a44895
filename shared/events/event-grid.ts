/** Sends events to the Event Grid topic: the same CloudEvents as on the bus, for subscribers that need no order. */
import { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
import { credential } from '../azure/credential';
import { config } from '../config';
import type { CloudEventJson } from '../domain/events';

/** Shorter than for the bus, whose order and delivery are the promise: nobody waits for this fan-out. */
const sendTimeoutMs = 2_000;

let current: EventGridPublisherClient<'CloudEvent'> | undefined;

function client(): EventGridPublisherClient<'CloudEvent'> {
  current ??= open();
  return current;
}

function open(): EventGridPublisherClient<'CloudEvent'> {
  const { eventGrid, ca } = config();
  if (!eventGrid) throw new Error('PGFLEX_EVENT_GRID_ENDPOINT is not set, so there is no Event Grid topic to send to.');
  return new EventGridPublisherClient(
    eventGrid.endpoint,
    'CloudEvent',
    eventGrid.key ? new AzureKeyCredential(eventGrid.key) : credential(),
    {
      tlsOptions: ca ? { ca } : undefined,
      retryOptions: { maxRetries: 1, retryDelayInMs: 200 },
    },
  );
}

export async function sendToEventGrid(events: CloudEventJson[]): Promise<void> {
  await client().send(events.map(asInput), { abortSignal: AbortSignal.timeout(sendTimeoutMs) });
}

/** What every event of ours has beyond its id, type and sequence. */
interface EventAttributes {
  source: string;
  subject: string;
  time: string;
  datacontenttype: string;
  dataschema: string;
  data: unknown;
}

function asInput(event: CloudEventJson) {
  const { id, type, source, subject, time, datacontenttype, dataschema, data, sequence } = event as CloudEventJson & EventAttributes;
  return { id, type, source, subject, time: new Date(time), datacontenttype, dataschema, data, extensionAttributes: { sequence } };
}
