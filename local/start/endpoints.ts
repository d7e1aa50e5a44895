// <data>/endpoints.json: where everything of a ready stack is found, and the local credentials for it (INTERFACES 3).
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/write-atomically';
import type { ClientCredentials, PublicSeedName } from '../stand-ins/entra/seed-clients';

export interface Endpoints {
  api: string;
  apiHttps: string;
  caFile: string;
  arm: string;
  entra: string;
  keyVault: string;
  eventGrid: string;
  /** Of the Event Grid topic, for publishing to it by hand. */
  eventGridKey: string;
  /** Connection strings. */
  serviceBus: string;
  storage: string;
  serviceBusTopic: string;
  subscriptionId: string;
  resourceGroup: string;
  tenantId: string;
  /** Of `operator`. */
  clientId: string;
  clientSecret: string;
  tokenScope: string;
  clients: Record<PublicSeedName, ClientCredentials>;
  pids: { start: number; host: number; azure: number; azurite: number };
}

const fileIn = (folder: string) => join(folder, 'endpoints.json');

export async function writeEndpoints(folder: string, endpoints: Endpoints): Promise<void> {
  await writeAtomically(fileIn(folder), `${JSON.stringify(endpoints, undefined, 2)}\n`, 0o600);
}

export async function removeEndpoints(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}

/** The client secrets in the file that a killed start left behind, by client name; none if there is no readable file. */
export async function leftOverSecrets(folder: string): Promise<Record<string, string>> {
  try {
    const { clients } = JSON.parse(await readFile(fileIn(folder), 'utf8')) as Partial<Endpoints>;
    return Object.fromEntries(Object.entries(clients ?? {}).map(([name, { clientSecret }]) => [name, clientSecret]));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
