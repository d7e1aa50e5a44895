/** A local Service Bus in a folder of its own and a real SDK client for it, both gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ServiceBusClient,
  type ServiceBusClientOptions,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { type ServiceBus, type ServiceBusOptions, startServiceBus } from '../../../../local/stand-ins/service-bus';
import type { EntitySettings } from '../../../../local/stand-ins/service-bus/settings';

const cleanups: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
});

export const atEnd = (cleanUp: () => Promise<unknown> | unknown) => cleanups.push(cleanUp);

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'service-bus-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function startBus(entities: EntitySettings, options: Partial<ServiceBusOptions> = {}): Promise<ServiceBus> {
  const bus = await startServiceBus({
    port: 0,
    directory: options.directory ?? temporaryFolder(),
    log: (line) => process.env.SHOW_LOG && console.log(line),
    ...entities,
    ...options,
  });
  atEnd(() => bus.close());
  return bus;
}

/** Tests see errors at once: no retries unless a test asks for them. */
export function connect(
  connectionString: string,
  retryOptions: ServiceBusClientOptions['retryOptions'] = { maxRetries: 0, timeoutInMs: 5000 },
) {
  const client = new ServiceBusClient(connectionString, { retryOptions });
  atEnd(() => client.close());
  return client;
}

/** Up to `count` messages, without waiting longer than it takes a local bus to answer. */
export const receive = (receiver: ServiceBusReceiver, count: number, maxWaitTimeInMs = 300): Promise<ServiceBusReceivedMessage[]> =>
  receiver.receiveMessages(count, { maxWaitTimeInMs });

export async function receiveOne(receiver: ServiceBusReceiver, maxWaitTimeInMs = 5000): Promise<ServiceBusReceivedMessage> {
  const [message] = await receive(receiver, 1, maxWaitTimeInMs);
  if (!message) throw new Error(`No message arrived within ${maxWaitTimeInMs} ms.`);
  return message;
}

export const bodies = (messages: readonly ServiceBusReceivedMessage[]) => messages.map(({ body }) => body);
