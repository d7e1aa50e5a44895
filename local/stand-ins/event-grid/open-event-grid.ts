// Event Grid of one machine: one topic that keeps what was published to it, and subscriptions that deliver it to webhooks.
import { randomUUID } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { readOrCreateAccessKey } from '../service-bus/access-key';
import { callWebhook } from './call-webhook';
import { type DeliveryOptions, deliverAll } from './deliver';
import { type EventLogLimits, type LoggedEvent, openEventLog } from './event-log';
import { type HandshakeOutcome, shakeHands } from './handshake';
import type { EventSchema, PublishedEvents } from './published-events';
import { openSubscriptions, type Subscription } from './subscriptions';

export interface EventGridOptions {
  directory: string;
  /** PEM text of the local authority, so that a webhook may use its certificates. */
  ca: string;
  log(line: string): void;
  retryDelaysMs?: readonly number[];
  limits?: EventLogLimits;
}

export interface EventGrid {
  /** For `aeg-sas-key`. */
  key: string;
  publish(published: PublishedEvents): void;
  events(): LoggedEvent[];
  subscriptions(): Subscription[];
  subscription(name: string): Subscription | undefined;
  /** Stores the subscription if the webhook does not refuse. `validationUrl` makes the address at which a person agrees. */
  subscribe(
    wanted: { name: string; endpoint: string; schema: EventSchema },
    validationUrl: (token: string) => string,
  ): Promise<HandshakeOutcome>;
  /** False for a token that is not the subscription's. */
  agree(name: string, token: string): Promise<boolean>;
  unsubscribe(name: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Shorter than the service's (10 s, 30 s, 1 min ... 12 h), since nobody waits that long at a desk. */
const defaultRetryDelaysMs = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

const topic = '/subscriptions/local/resourceGroups/local/providers/Microsoft.EventGrid/topics/migration-events';

export async function openEventGrid(options: EventGridOptions): Promise<EventGrid> {
  const { directory, log: report, retryDelaysMs = defaultRetryDelaysMs } = options;
  const { value: key } = await readOrCreateAccessKey(directory);
  const subscriptions = await openSubscriptions(directory);
  const log = openEventLog(directory, options.limits);
  const authorities = [...rootCertificates, options.ca];
  const stopping = new AbortController();
  const workers = new Map<string, { done: Promise<void>; stop: AbortController; isStale: boolean }>();
  const call: DeliveryOptions['call'] = (endpoint, request, signal) => callWebhook(endpoint, request, authorities, signal);

  /** One worker for each subscription while there is something to deliver. */
  function wake(name: string): void {
    const running = workers.get(name);
    if (running) {
      running.isStale = true; // it may just have looked for the last time
      return;
    }
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, stopping.signal]);
    const work = deliverAll({ name, subscriptions, log, topic, retryDelaysMs, call, report }, signal).catch((error: Error) =>
      report(`Event Grid: delivery to ${name} stopped: ${error.message}`),
    );
    const worker = { stop, isStale: false, done: Promise.resolve() };
    workers.set(name, worker);
    worker.done = work.then(() => {
      workers.delete(name);
      if (worker.isStale && !stopping.signal.aborted) wake(name);
    });
  }

  /** Ends a wait between attempts, so that a changed endpoint is tried at once. */
  function restart(name: string): void {
    const running = workers.get(name);
    wake(name);
    running?.stop.abort();
  }

  const wakeAll = () => {
    for (const { name } of subscriptions.list()) wake(name.toLowerCase());
  };
  wakeAll();

  return {
    key,
    publish(published) {
      log.append(published);
      wakeAll();
    },
    events: log.all,
    subscriptions: subscriptions.list,
    subscription: subscriptions.get,
    async subscribe({ name, endpoint, schema }, validationUrl) {
      const validationToken = randomUUID();
      const outcome = await shakeHands(schema, validationUrl(validationToken), topic, (request) =>
        call(endpoint, request, stopping.signal),
      );
      if (outcome.kind === 'refused') return outcome;
      const provisioningState = outcome.kind === 'agreed' ? 'Succeeded' : 'AwaitingManualAction';
      const known = subscriptions.get(name) ?? { cursor: log.lastSequence(), delivered: 0, dropped: 0 };
      await subscriptions.put({ ...known, name, endpoint, schema, provisioningState, validationToken, lastProblem: undefined });
      restart(name.toLowerCase());
      return outcome;
    },
    async agree(name, token) {
      if (subscriptions.get(name)?.validationToken !== token) return false;
      await subscriptions.change(name, (subscription) => {
        subscription.provisioningState = 'Succeeded';
      });
      wake(name.toLowerCase());
      return true;
    },
    async unsubscribe(name) {
      const isRemoved = await subscriptions.remove(name);
      workers.get(name.toLowerCase())?.stop.abort();
      return isRemoved;
    },
    async close() {
      stopping.abort();
      await Promise.all([...workers.values()].map(({ done }) => done));
      log.close();
    },
  };
}
