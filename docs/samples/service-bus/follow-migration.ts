// Follows one migration on the Service Bus topic, in order and to its end. Needs: npm install @azure/service-bus, and the subscription `ordered`.
import type { ServiceBusClient } from '@azure/service-bus';

/** The parts of a status event that this sample reads (schemas/ has all of them). */
export interface StatusEvent {
  id: string;
  type: string;
  sequence: string;
  data: { migrationId: string; state: string; substate: string; isTerminal: boolean };
}

/**
 * A session is a migration, so its events come one after another. They come at least once: what was seen is told apart by its sequence.
 * `client`: new ServiceBusClient('<namespace>.servicebus.windows.net', new DefaultAzureCredential()).
 */
export async function followMigration(
  client: ServiceBusClient,
  migrationId: string,
  onEvent: (event: StatusEvent) => Promise<void> | void,
): Promise<StatusEvent> {
  const receiver = await client.acceptSession('migration-events', 'ordered', migrationId);
  let last = '';
  try {
    for await (const message of receiver.getMessageIterator()) {
      const event: StatusEvent = message.body;
      if (event.sequence > last) {
        last = event.sequence;
        await onEvent(event); // throws: the message is not completed, and comes again
      }
      await receiver.completeMessage(message);
      if (event.data.isTerminal) return event;
    }
  } finally {
    await receiver.close();
  }
  throw new Error(`The bus ended before migration ${migrationId} did.`);
}
