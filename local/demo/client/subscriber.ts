// Listens to the status events as any Service Bus subscriber does: the real client, on the subscription with sessions, in order.
import { ServiceBusClient } from '@azure/service-bus';
import type { CloudEventJson } from '../../../shared/domain/events';
import type { Endpoints } from '../../start/endpoints';

export interface ReceivedEvent {
  receivedOn: Date;
  event: CloudEventJson;
}

export interface Subscriber {
  received: readonly ReceivedEvent[];
  /** Resolves when an event came that fits; rejects after the time or when the connection broke. */
  until(fits: (event: CloudEventJson) => boolean, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

const sessionsSubscription = 'ordered';

/** A migration's events are one session, named by its id; the session may begin before its first event. */
export async function subscribe({ serviceBus, serviceBusTopic }: Endpoints, migrationId: string): Promise<Subscriber> {
  const client = new ServiceBusClient(serviceBus);
  try {
    return await listen(client, serviceBusTopic, migrationId);
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function listen(client: ServiceBusClient, topic: string, migrationId: string): Promise<Subscriber> {
  const session = await client.acceptSession(topic, sessionsSubscription, migrationId);
  const received: ReceivedEvent[] = [];
  const watchers = new Set<() => void>();
  let broken: Error | undefined;
  const tell = () => {
    for (const watcher of [...watchers]) watcher();
  };
  session.subscribe({
    async processMessage({ body }) {
      received.push({ receivedOn: new Date(), event: body as CloudEventJson });
      tell();
    },
    async processError({ error }) {
      broken = error;
      tell();
    },
  });
  return {
    received,
    until(fits, timeoutMs) {
      return new Promise((resolve, reject) => {
        const settle = (how: () => void) => {
          clearTimeout(timer);
          watchers.delete(look);
          how();
        };
        const look = () => {
          if (received.some(({ event }) => fits(event))) settle(resolve);
          else if (broken) settle(() => reject(broken));
        };
        const tooLate = () => reject(new Error(`The Service Bus subscriber saw ${received.length} events in time, not the one awaited.`));
        const timer = setTimeout(() => settle(tooLate), timeoutMs);
        watchers.add(look);
        look();
      });
    },
    async close() {
      await session.close();
      await client.close();
    },
  };
}

/** The last status event of a migration. */
export function isTerminalEvent({ type, data }: CloudEventJson): boolean {
  return /\.MigrationStatusChanged\./.test(type) && (data as { isTerminal?: boolean }).isTerminal === true;
}
