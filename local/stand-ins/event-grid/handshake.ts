// Asks a webhook whether it wants the events, as Event Grid does before it delivers anything to it.
import { randomUUID } from 'node:crypto';
import type { WebhookAnswer, WebhookCall } from './call-webhook';
import type { EventSchema } from './published-events';

/** `manual`: the webhook answered but did not agree yet; somebody opens the validation address. */
export type HandshakeOutcome = { kind: 'agreed' } | { kind: 'manual' } | { kind: 'refused'; problem: string };

export const requestOrigin = 'eventgrid.azure.net';

/** Deliveries a minute that the sender asks for; the service's own number. */
const requestRate = '120';

type Call = (call: WebhookCall) => Promise<WebhookAnswer>;

export async function shakeHands(schema: EventSchema, validationUrl: string, topic: string, call: Call): Promise<HandshakeOutcome> {
  try {
    return schema === 'EventGridSchema' ? await sendValidationEvent(validationUrl, topic, call) : await askOptions(validationUrl, call);
  } catch (error) {
    return { kind: 'refused', problem: `it cannot be reached: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** CloudEvents HTTP webhook specification, part 4: the answer names the origin that may send. */
async function askOptions(validationUrl: string, call: Call): Promise<HandshakeOutcome> {
  const headers = {
    'webhook-request-origin': requestOrigin,
    'webhook-request-rate': requestRate,
    'webhook-request-callback': validationUrl,
  };
  const answer = await call({ method: 'OPTIONS', headers });
  const problem = problemOf(answer, 'OPTIONS');
  if (problem) return { kind: 'refused', problem };
  const allowed = String(answer.headers['webhook-allowed-origin'] ?? '');
  if (allowed === '') return { kind: 'manual' };
  const agrees = allowed === '*' || allowed.toLowerCase() === requestOrigin;
  return agrees
    ? { kind: 'agreed' }
    : { kind: 'refused', problem: `its WebHook-Allowed-Origin is '${allowed}', not '${requestOrigin}' or '*'` };
}

async function sendValidationEvent(validationUrl: string, topic: string, call: Call): Promise<HandshakeOutcome> {
  const validationCode = randomUUID();
  const event = {
    id: randomUUID(),
    topic,
    subject: '',
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date().toISOString(),
    data: { validationCode, validationUrl },
    dataVersion: '2',
    metadataVersion: '1',
  };
  const headers = { 'content-type': 'application/json', 'aeg-event-type': 'SubscriptionValidation' };
  const answer = await call({ method: 'POST', headers, body: [event] });
  const problem = problemOf(answer, 'the validation event');
  if (problem) return { kind: 'refused', problem };
  return responseIn(answer.body) === validationCode ? { kind: 'agreed' } : { kind: 'manual' };
}

const problemOf = ({ status }: WebhookAnswer, request: string) =>
  status >= 200 && status < 300 ? undefined : `it answered ${request} with ${status}`;

function responseIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { validationResponse?: unknown } | null)?.validationResponse;
  } catch {
    return undefined; // any other answer means: not validated yet
  }
}
