// Delivers events to one subscriber, one after the other, each until it is taken or given up.
import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookAnswer, WebhookCall } from './call-webhook';
import type { EventLog, LoggedEvent } from './event-log';
import { requestOrigin } from './handshake';
import { toCloudEvent } from './published-events';
import type { Subscription, Subscriptions } from './subscriptions';

export interface DeliveryOptions {
  name: string;
  subscriptions: Subscriptions;
  log: EventLog;
  topic: string;
  /** Waits between the attempts for one event; the last one repeats. */
  retryDelaysMs: readonly number[];
  call(endpoint: string, call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer>;
  report(line: string): void;
}

/** As the service: then the event is dropped. */
const maxAttempts = 30;

/** Answers after which the service does not try again. */
const finalStatuses = [400, 403, 413];

/** Delivers what there is for the subscription, and returns when it has everything. Stopped by the signal; what is under way may then come again. */
export async function deliverAll(options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const { name, subscriptions, log } = options;
  for (;;) {
    const subscription = subscriptions.get(name);
    const entry = subscription?.provisioningState === 'Succeeded' ? log.next(subscription.cursor) : undefined;
    if (!subscription || !entry || signal.aborted) return;
    const lost = entry.sequence - subscription.cursor - 1; // the log is bounded, and this webhook was away for too long
    const problem = await deliver(options, subscription, entry, signal);
    if (signal.aborted) return;
    await subscriptions.change(name, (changed) => {
      changed.cursor = entry.sequence;
      changed.dropped += lost + (problem === undefined ? 0 : 1);
      changed.delivered += problem === undefined ? 1 : 0;
      changed.lastProblem = problem;
    });
  }
}

/** The last problem when the event was given up; undefined when it was taken. */
async function deliver(
  options: DeliveryOptions,
  subscription: Subscription,
  entry: LoggedEvent,
  signal: AbortSignal,
): Promise<string | undefined> {
  const body = bodyFor(subscription, entry, options.topic);
  if (body === undefined) return 'an event of the CloudEvents schema is not converted to the Event Grid schema';
  for (let attempt = 1; ; attempt++) {
    const { problem, isFinal } = await attemptDelivery(options, subscription, body, attempt, signal);
    if (problem === undefined || signal.aborted) return undefined;
    options.report(`Event Grid: event ${entry.sequence} to ${subscription.name}, attempt ${attempt}: ${problem}`);
    if (isFinal || attempt >= maxAttempts) return problem;
    await options.subscriptions.change(subscription.name, (changed) => {
      changed.lastProblem = problem;
    });
    const waitMs = options.retryDelaysMs[attempt - 1] ?? options.retryDelaysMs.at(-1) ?? 0;
    await delay(waitMs, undefined, { signal }).catch(() => undefined); // rejects only when stopped, which the next attempt sees
    if (signal.aborted) return undefined;
  }
}

async function attemptDelivery(
  { call }: DeliveryOptions,
  { endpoint, name }: Subscription,
  body: unknown,
  attempt: number,
  signal: AbortSignal,
): Promise<{ problem?: string; isFinal?: boolean }> {
  const headers = {
    'content-type': Array.isArray(body) ? 'application/json; charset=utf-8' : 'application/cloudevents+json; charset=utf-8',
    'webhook-request-origin': requestOrigin,
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': name.toUpperCase(),
    'aeg-delivery-count': String(attempt - 1),
  };
  try {
    const { status } = await call(endpoint, { method: 'POST', headers, body }, signal);
    if (status >= 200 && status <= 204) return {};
    return { problem: `the webhook answered ${status}`, isFinal: finalStatuses.includes(status) };
  } catch (error) {
    return { problem: `the webhook cannot be reached: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A CloudEvent goes alone, an event of the other schema in an array of one. */
function bodyFor({ schema }: Subscription, { schema: published, event }: LoggedEvent, topic: string): unknown {
  if (schema === 'EventGridSchema') return published === 'EventGridSchema' ? [{ topic, metadataVersion: '1', ...event }] : undefined;
  return published === 'EventGridSchema' ? toCloudEvent(event, topic) : event;
}
