// The local Azure Resource Manager: what it does, behind one gate, and how a test sets it.
import type { Directory } from '../entra/directory';
import type { Tokens } from '../entra/tokens';
import type { Route } from '../http/routes';
import { openDataMigration } from './dms/data-migration';
import { networkOperations } from './network/network-operations';
import { openNetworkStore } from './network/network-store';
import { type Outages, outageRoute } from './outage-route';
import { createFaults } from './pipeline/faults';
import { guarded } from './pipeline/guard';
import { pipelineRoutes } from './pipeline/local-routes';
import { requestLog } from './pipeline/request-log';
import { openAccessControl } from './rights/access-control';
import { providerRegistrations } from './rights/provider-registrations';
import { rightsOperations } from './rights/rights-operations';
import { serverPace } from './servers/pace';
import { serverOperations } from './servers/server-operations';
import type { ServerRegistry } from './servers/server-registry';
import { subscriptionOperations } from './subscription-operations';

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
  const networks = await openNetworkStore(directory);
  const dataMigration = await openDataMigration({ directory, subscriptionId, ca, log });
  const pace = serverPace();
  const providers = providerRegistrations();
  const gate = { tokens, tenantAuthority, subscriptionId, faults: createFaults(), access, log: requestLog() };
  const operations = [
    ...subscriptionOperations(registry, tenant.tenantId),
    ...rightsOperations(access, tokens),
    ...providers.operations,
    ...serverOperations(registry, pace),
    ...networkOperations(subscriptionId, networks),
    ...dataMigration.operations,
  ];
  return {
    routes: [
      outageRoute(outages, log),
      ...pipelineRoutes(gate),
      providers.localRoute,
      pace.localRoute,
      ...dataMigration.localRoutes,
      ...operations.map((operation) => guarded(gate, operation)),
    ],
    close: () => dataMigration.close(),
  };
}
