// Entra ID, Key Vault, Event Grid and Resource Manager of one machine, each on an HTTPS port of its own, over their state in one folder.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCertificates } from '../tls/ensure-certificates';
import { armError } from './arm/errors';
import { openResourceManager, type ResourceManager } from './arm/open-resource-manager';
import type { Outages } from './arm/outage-route';
import { openServerRegistry } from './arm/servers/server-registry';
import { openDirectory } from './entra/directory';
import { entraError } from './entra/errors';
import { entraRoutes } from './entra/routes';
import { type ClientCredentials, type SeedName, seedClients } from './entra/seed-clients';
import { tenantTokens } from './entra/tokens';
import { eventGridError } from './event-grid/errors';
import { type EventGrid, openEventGrid } from './event-grid/open-event-grid';
import { eventGridRoutes } from './event-grid/routes';
import { atPreferredPort } from './http/preferred-port';
import { type HttpsServer, serve } from './http/serve';
import { keyVaultError } from './key-vault/errors';
import { keyVaultRoutes } from './key-vault/routes';
import { openVault } from './key-vault/vault';

export interface HttpServicesOptions {
  /** Certificates and state are kept here, in folders of their own. */
  directory: string;
  /** The ports of an earlier run, so that addresses stay the same. */
  ports?: { entra?: number; keyVault?: number; eventGrid?: number; arm?: number };
  /** Client secrets of an earlier run, by seed name. */
  knownSecrets?: Partial<Record<string, string>>;
  /** Services that are not started here, but whose outage can be asked for here. */
  otherOutages?: Outages;
  log(line: string): void;
}

export interface HttpServices {
  entra: HttpsServer;
  keyVault: HttpsServer;
  eventGrid: HttpsServer;
  /** Of the Event Grid topic. */
  eventGridKey: string;
  arm: HttpsServer;
  tenantId: string;
  subscriptionId: string;
  clients: Record<SeedName, ClientCredentials>;
  caFile: string;
  close(): Promise<void>;
}

export async function startHttpServices({ directory, ports, knownSecrets, otherOutages, log }: HttpServicesOptions): Promise<HttpServices> {
  const { caFile, certFile, keyFile } = await ensureCertificates(join(directory, 'tls'));
  const tls = { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  const [tenant, vault, registry] = await Promise.all([
    openDirectory(join(directory, 'entra')),
    openVault(join(directory, 'key-vault')),
    openServerRegistry(join(directory, 'arm')),
  ]);
  const clients = await seedClients(tenant, registry.subscriptionId, knownSecrets ?? {});
  const servers: HttpsServer[] = [];
  let grid: EventGrid | undefined;
  let manager: ResourceManager | undefined;
  const open = async (port: number | undefined, options: Omit<Parameters<typeof serve>[0], 'port' | 'tls' | 'log'>) => {
    const server = await atPreferredPort(port, (actual) => serve({ ...options, port: actual, tls, log }));
    servers.push(server);
    return server;
  };
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
    await Promise.all([grid?.close(), manager?.close()]);
  };

  try {
    let authority = '';
    const tokens = tenantTokens(tenant, () => authority);
    const entra = await open(ports?.entra, {
      name: 'Entra ID',
      routes: entraRoutes(tenant, tokens),
      problem: (status, code, message) => entraError(status, code === 'NotFound' ? 'not_found' : 'server_error', 90023, message),
    });
    authority = entra.url;
    const tenantAuthority = () => `${authority}/${tenant.tenantId}`;
    const keyVault = await open(ports?.keyVault, {
      name: 'Key Vault',
      routes: keyVaultRoutes(vault, tokens, tenantAuthority),
      problem: keyVaultError,
    });
    const ca = await readFile(caFile, 'utf8');
    grid = await openEventGrid({ directory: join(directory, 'event-grid'), ca, log });
    const eventGrid = await open(ports?.eventGrid, {
      name: 'Event Grid',
      routes: eventGridRoutes(grid, tokens, tenantAuthority),
      problem: eventGridError,
    });
    const outages: Outages = { ...otherOutages, keyVault: keyVault.outage, entra: entra.outage, eventGrid: eventGrid.outage };
    manager = await openResourceManager({ directory: join(directory, 'arm'), registry, tenant, tokens, tenantAuthority, outages, ca, log });
    const { routes } = manager;
    const arm = await open(ports?.arm, { name: 'Resource Manager', routes, problem: armError });
    return {
      entra,
      keyVault,
      eventGrid,
      eventGridKey: grid.key,
      arm,
      tenantId: tenant.tenantId,
      subscriptionId: registry.subscriptionId,
      clients,
      caFile,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
