// What endpoints.json says about a stack, from what its parts have told.
import type { Azurite } from '../azurite/ensure-azurite';
import type { StandInsReady } from '../stand-ins/child-messages';
import type { Endpoints } from './endpoints';
import { tokenAudience } from './host-environment';

const resourceGroup = 'local';

/** What the host says when it is ready. */
export interface HostPorts {
  http: number;
  https: number;
}

export function describeStack(standIns: StandInsReady, azurite: Azurite, api: HostPorts, pids: { host: number; azure: number }): Endpoints {
  const { arm, entra, keyVault, eventGrid, eventGridKey, serviceBus, serviceBusTopic, caFile, tenantId, subscriptionId } = standIns;
  const { service: _internal, ...clients } = standIns.clients;
  return {
    api: `http://127.0.0.1:${api.http}`,
    apiHttps: `https://127.0.0.1:${api.https}`,
    ...{ caFile, arm, entra, keyVault, eventGrid, eventGridKey, serviceBus, serviceBusTopic },
    storage: azurite.connectionString,
    ...{ subscriptionId, resourceGroup, tenantId },
    ...clients.operator,
    tokenScope: `${tokenAudience}/.default`,
    clients,
    pids: { start: process.pid, ...pids, azurite: azurite.pid },
  };
}
