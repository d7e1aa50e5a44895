// A registered server as Azure Resource Manager writes them.
import type { RegisteredServer } from './server-registry';

export function serverId(subscriptionId: string, { kind, resourceGroup, name }: RegisteredServer): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DBforPostgreSQL/${kind}/${name}`;
}

export function serverResource(subscriptionId: string, server: RegisteredServer): Record<string, unknown> {
  const { kind, name, location, tags, sku, fullyQualifiedDomainName, administratorLogin, version } = server;
  return {
    id: serverId(subscriptionId, server),
    name,
    type: `Microsoft.DBforPostgreSQL/${kind}`,
    location,
    tags,
    sku: sku ?? defaultSku[kind],
    properties: {
      ...defaultProperties[kind],
      ...server.properties,
      fullyQualifiedDomainName,
      administratorLogin,
      version,
      ...(server.local ? { local: server.local } : {}),
      provisioningState: 'Succeeded',
    },
  };
}

const defaultSku = {
  flexibleServers: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
  servers: { name: 'GP_Gen5_2', tier: 'GeneralPurpose', family: 'Gen5', capacity: 2 },
};

const defaultProperties = {
  flexibleServers: {
    state: 'Ready',
    network: { publicNetworkAccess: 'Enabled' },
    highAvailability: { mode: 'Disabled' },
    replicationRole: 'Primary',
  },
  servers: { state: 'Ready', userVisibleState: 'Ready', sslEnforcement: 'Disabled', publicNetworkAccess: 'Enabled' },
};

/** Whether connections without TLS are refused. */
export const requiresTls = ({ kind, properties, configurations }: RegisteredServer): boolean =>
  kind === 'servers' ? properties.sslEnforcement === 'Enabled' : configurations.require_secure_transport?.toLowerCase() === 'on';
