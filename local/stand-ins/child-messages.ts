// What start and the process of the stand-ins say to each other over their IPC channel; secrets travel this way, never by argument or file.
import type { ClientCredentials, SeedName } from './entra/seed-clients';

export interface StandInPorts {
  entra?: number;
  keyVault?: number;
  eventGrid?: number;
  arm?: number;
  serviceBus?: number;
}

export interface StandInsRequest {
  directory: string;
  ports: StandInPorts;
  /** Client secrets of an earlier run, by seed name. */
  knownSecrets: Partial<Record<string, string>>;
}

export interface StandInsReady {
  kind: 'ready';
  entra: string;
  keyVault: string;
  eventGrid: string;
  /** For `aeg-sas-key`; the service itself uses its identity. */
  eventGridKey: string;
  arm: string;
  /** Connection string. */
  serviceBus: string;
  serviceBusTopic: string;
  ports: Required<StandInPorts>;
  tenantId: string;
  subscriptionId: string;
  clients: Record<SeedName, ClientCredentials>;
  caFile: string;
}

export type StandInsMessage = StandInsReady | { kind: 'failed'; message: string };
