// Starts the HTTP stand-ins in a temporary folder and makes the real SDK's credentials for them.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import type { SeedName } from '../../../local/stand-ins/entra/seed-clients';
import { type HttpServices, startHttpServices } from '../../../local/stand-ins/start-http-services';

export interface AzureServices {
  services: HttpServices;
  directory: string;
  /** Everything that was logged. */
  lines: string[];
  tlsOptions: { ca: string };
  credential(name?: SeedName): ClientSecretCredential;
  /** Closes and opens the services again over the same folder, as after a restart of the process. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

export async function azureServices(): Promise<AzureServices> {
  const directory = await mkdtemp(join(tmpdir(), 'pgflex-azure-'));
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const services = await startHttpServices({ directory, log });
  const tlsOptions = { ca: await readFile(services.caFile, 'utf8') };
  const stage: AzureServices = {
    services,
    directory,
    lines,
    tlsOptions,
    credential(name = 'operator') {
      const { tenantId, clients, entra } = stage.services;
      const { clientId, clientSecret } = clients[name];
      return new ClientSecretCredential(tenantId, clientId, clientSecret, {
        authorityHost: entra.url,
        disableInstanceDiscovery: true,
        tlsOptions,
      });
    },
    async restart() {
      const { entra, keyVault, eventGrid, arm } = stage.services;
      const ports = { entra: entra.port, keyVault: keyVault.port, eventGrid: eventGrid.port, arm: arm.port };
      await stage.services.close();
      stage.services = await startHttpServices({ directory, log, ports });
    },
    async end() {
      await stage.services.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return stage;
}
