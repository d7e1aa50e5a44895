/** Sends events to the Service Bus topic: message id and session as events.md 6.2 rules, so that order holds and doubles are dropped. */
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusSender } from '@azure/service-bus';
import { credential } from '../azure/credential';
import { config } from '../config';
import type { CloudEventJson } from '../domain/events';

interface Link {
  client: ServiceBusClient;
  sender: ServiceBusSender;
}

let current: Link | undefined;

/** A short time-out: an outbox that cannot be sent now is sent later, and must never hold up a migration. */
const sendTimeoutMs = 5_000;

function link(): Link {
  current ??= open();
  return current;
}

function open(): Link {
  const { serviceBus, serviceBusTopic } = config();
  const options = { retryOptions: { maxRetries: 1, retryDelayInMs: 200, timeoutInMs: sendTimeoutMs } };
  const client = serviceBus.includes('Endpoint=')
    ? new ServiceBusClient(serviceBus, options)
    : new ServiceBusClient(serviceBus, credential(), options);
  return { client, sender: client.createSender(serviceBusTopic) };
}

export async function sendToServiceBus(events: CloudEventJson[]): Promise<void> {
  await link().sender.sendMessages(events.map(messageOf), { abortSignal: AbortSignal.timeout(2 * sendTimeoutMs) });
}

interface EventData {
  migrationId: string;
  migrationName: string;
  sourceServer: string;
  state: string;
  substate: string;
  previousState?: string;
  /** Of an event about one database. */
  databaseState?: string;
  isTerminal: boolean;
  attempt: number;
}

function messageOf(event: CloudEventJson): ServiceBusMessage {
  const data = event.data as EventData;
  return {
    body: event,
    contentType: 'application/cloudevents+json',
    messageId: event.id,
    sessionId: data.migrationId,
    subject: event.type,
    correlationId: data.migrationId,
    applicationProperties: {
      eventType: event.type,
      migrationId: data.migrationId,
      migrationName: data.migrationName,
      state: data.state,
      substate: data.substate,
      previousState: data.previousState ?? '',
      sourceServer: data.sourceServer,
      targetServer: String(event.source),
      subscriptionId: /^\/subscriptions\/([^/]+)/i.exec(String(event.source))?.[1] ?? '',
      isTerminal: data.isTerminal,
      requiresAction: data.state === 'WaitingForUserAction',
      severity: data.state === 'Failed' || data.databaseState === 'Failed' ? 'error' : 'information',
      attempt: data.attempt,
      schemaVersion: event.type.split('.v')[1] ?? '1',
    },
  };
}

/** Opens the link to the topic: for the health check. */
export async function pingServiceBus(): Promise<void> {
  await link().sender.createMessageBatch({ abortSignal: AbortSignal.timeout(sendTimeoutMs) });
}

/** Ends the connection, which would keep a process alive that has nothing else to do. The next event opens a new one. */
export async function closeServiceBus(): Promise<void> {
  const open = current;
  current = undefined;
  await open?.client.close();
}
