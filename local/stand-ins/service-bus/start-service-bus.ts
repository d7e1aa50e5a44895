/**
 * Azure Service Bus on one machine, for the unmodified SDK client: topics, subscriptions, queues, sessions, locks, dead-letter queues. What it has
 * acknowledged outlives kill -9 of its process. Plain TCP on the loopback; the connection string says so (`UseDevelopmentEmulator=true`).
 */
import { lockFolder } from '../../processes/folder-lock';
import { readOrCreateAccessKey } from './access-key';
import { type AmqpServer, createAmqpServer } from './amqp/server';
import type { Broker } from './broker/broker';
import { createBroker } from './broker/create-broker';
import { createOutages } from './outages';
import type { EntitySettings } from './settings';

export interface ServiceBusOptions extends EntitySettings {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Where the journal and the access key are kept. One bus at a time. */
  readonly directory: string;
  /** Accept tokens that are not signed with this bus's key; default false. */
  readonly acceptAnyToken?: boolean;
  readonly log: (line: string) => void;
}

export interface ServiceBus {
  readonly port: number;
  readonly connectionString: string;
  /**
   * Closes the port and all connections at once, and opens the port again after that time; messages stay. Resolves when it is open again, or the
   * bus was closed meanwhile. A second outage during the first one makes it last until the later of the two ends.
   */
  outage(seconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function startServiceBus(options: ServiceBusOptions): Promise<ServiceBus> {
  const { directory, log, host = '127.0.0.1' } = options;
  const releaseFolder = await claimFolder(directory);
  let server: AmqpServer | undefined;
  let broker: Broker | undefined;
  let isClosed = false;

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await server?.close();
    broker?.close();
    await releaseFolder();
  }

  try {
    const key = await readOrCreateAccessKey(directory);
    broker = createBroker(directory, options, log);
    server = createAmqpServer(broker, { key, acceptAnyToken: options.acceptAnyToken ?? false }, log);
    const port = await server.open(host, options.port);
    const outages = createOutages(server, { host, port }, log);
    return {
      port,
      connectionString: `Endpoint=sb://${host}:${port};SharedAccessKeyName=${key.name};SharedAccessKey=${key.value};UseDevelopmentEmulator=true;`,
      outage: outages.begin,
      async close() {
        await outages.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Two processes that write one journal would lose what the other acknowledged. */
async function claimFolder(directory: string): Promise<() => Promise<void>> {
  const { lock, heldBy } = await lockFolder(directory, 'lock');
  if (lock) return () => lock.release();
  throw new Error(
    `The folder ${directory} belongs to a local Service Bus that still runs (process ${heldBy.pid}). End that process first.`,
  );
}
