// The local Azure Resource Manager: what it does, behind one gate, and how a test sets it.
import type { Directory } from '../entra/directory';
import type { Tokens } from '../entra/tokens';
import type { Route } from '../http/routes';
import { openDataMigration } from './dms/data-migration';
import { type Outages, outageRoute } from './outage-route';
import { createFaults } from './pipeline/faults';
import { guarded } from './pipeline/guard';
import { pipelineRoutes } from './pipeline/local-routes';
import { requestLog } from './pipeline/request-log';
import { providerRegistrations } from './provider-registrations';
import { openAccessControl } from './rights/access-control';
import { rightsOperations } from './rights-routes';
import { serverOperations } from './routes';
import type { ServerRegistry } from './server-registry';

export interface ResourceManagerOptions {
  directory: string;
  registry: ServerRegistry;
  tenant: Directory;
  tokens: Tokens;
  tenantAuthority(): string;
  outages: Outages;
  /** PEM text of the authority that servers with TLS are checked against. */
  ca: string;
  log(line: string): void;
}

export interface ResourceManager {
  routes: Route[];
  close(): Promise<void>;
}

export async function openResourceManager(options: ResourceManagerOptions): Promise<ResourceManager> {
  const { directory, registry, tenant, tokens, tenantAuthority, outages, ca, log } = options;
  const { subscriptionId } = registry;
  const access = await openAccessControl(directory, tenant);
  const dataMigration = await openDataMigration({ directory, subscriptionId, ca, log });
  const providers = providerRegistrations();
  const gate = { tokens, tenantAuthority, subscriptionId, faults: createFaults(), access, log: requestLog() };
  const operations = [
    ...rightsOperations(registry, access, tokens),
    ...providers.operations,
    ...serverOperations(registry),
    ...dataMigration.operations,
  ];
  return {
    routes: [
      outageRoute(outages, log),
      ...pipelineRoutes(gate),
      providers.localRoute,
      ...dataMigration.localRoutes,
      ...operations.map((operation) => guarded(gate, operation)),
    ],
    close: () => dataMigration.close(),
  };
}
