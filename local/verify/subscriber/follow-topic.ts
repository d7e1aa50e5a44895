/** A subscriber that knows the topic alone: receives everything, in spite of outages, and keeps the order in which the bus has it. */
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import type { CloudEventJson } from '../../../shared/domain/events';
import type { Endpoints } from '../../start/endpoints';

export interface BusEvent {
  /** The bus's own number: a message that is delivered again keeps it, one that was sent twice has two. */
  busSequence: number;
  event: CloudEventJson;
}

export interface TopicFollower {
  /** By migration, in the order of the bus. */
  events(migrationId: string): BusEvent[];
  /** How often the connection broke. */
  breaks(): number;
  /** Resolves with true when an event came that fits, with false after the time. */
  until(migrationId: string, fits: (event: CloudEventJson) => boolean, timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}

const subscription = 'all';
const closePatienceMs = 5_000;

export function followTopic({ serviceBus, serviceBusTopic }: Endpoints): TopicFollower {
  const client = new ServiceBusClient(serviceBus, {
    retryOptions: { maxRetries: 600, retryDelayInMs: 250, maxRetryDelayInMs: 1_000, mode: 0 },
  });
  const receiver = client.createReceiver(serviceBusTopic, subscription);
  const received = new Map<string, Map<number, CloudEventJson>>();
  const watchers = new Set<() => void>();
  let breaks = 0;
  receiver.subscribe({
    async processMessage({ body, sequenceNumber }: ServiceBusReceivedMessage) {
      const event = body as CloudEventJson;
      const { migrationId } = event.data as { migrationId: string };
      const events = received.get(migrationId) ?? new Map<number, CloudEventJson>();
      received.set(migrationId, events.set(Number(sequenceNumber), event));
      for (const watcher of [...watchers]) watcher();
    },
    async processError() {
      breaks++; // the SDK connects again
    },
  });
  const events = (migrationId: string): BusEvent[] =>
    [...(received.get(migrationId) ?? [])]
      .map(([busSequence, event]) => ({ busSequence, event }))
      .sort((a, b) => a.busSequence - b.busSequence);
  return {
    events,
    breaks: () => breaks,
    until: (migrationId, fits, timeoutMs) =>
      new Promise((resolve) => {
        const settle = (found: boolean) => {
          clearTimeout(timer);
          watchers.delete(look);
          resolve(found);
        };
        const look = () => {
          if (events(migrationId).some(({ event }) => fits(event))) settle(true);
        };
        const timer = setTimeout(() => settle(false), timeoutMs);
        watchers.add(look);
        look();
      }),
    async close() {
      const closed = receiver.close().then(() => client.close());
      // After an outage the SDK's close was seen not to return; the stack ends the connection in any case.
      await Promise.race([closed, delay(closePatienceMs)]);
    },
  };
}
