// All stand-ins of one machine in this process: the HTTP services and the Service Bus.
import { join } from 'node:path';
import type { StandInsReady, StandInsRequest } from './child-messages';
import { atPreferredPort } from './http/preferred-port';
import { startServiceBus } from './service-bus/start-service-bus';
import { startHttpServices } from './start-http-services';

export interface StandIns {
  ready: StandInsReady;
  close(): Promise<void>;
}

const topic = 'migration-events';
const subscriptions = [
  { name: 'all', requiresSession: false },
  { name: 'ordered', requiresSession: true },
];

export async function startStandIns({ directory, ports, knownSecrets }: StandInsRequest, log: (line: string) => void): Promise<StandIns> {
  const bus = await atPreferredPort(ports.serviceBus, (port) =>
    startServiceBus({ port, host: '127.0.0.1', directory: join(directory, 'service-bus'), topics: [{ name: topic, subscriptions }], log }),
  );
  try {
    const otherOutages = { serviceBus: (seconds: number) => bus.outage(seconds) };
    const http = await startHttpServices({ directory, ports, knownSecrets, otherOutages, log });
    const { entra, keyVault, eventGrid, eventGridKey, arm, tenantId, subscriptionId, clients, caFile } = http;
    return {
      ready: {
        kind: 'ready',
        entra: entra.url,
        keyVault: keyVault.url,
        eventGrid: eventGrid.url,
        eventGridKey,
        arm: arm.url,
        serviceBus: bus.connectionString,
        serviceBusTopic: topic,
        ports: { entra: entra.port, keyVault: keyVault.port, eventGrid: eventGrid.port, arm: arm.port, serviceBus: bus.port },
        tenantId,
        subscriptionId,
        clients,
        caFile,
      },
      async close() {
        await Promise.all([http.close(), bus.close()]);
      },
    };
  } catch (error) {
    await bus.close();
    throw error;
  }
}
