// A registered server and its configurations as Azure Resource Manager writes them.
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

/** What every server has, whether or not it was registered with configurations of its own; those win. */
export function configurationResources(subscriptionId: string, server: RegisteredServer): Record<string, unknown>[] {
  const defaults: Record<string, string> = {
    'azure.extensions': 'all',
    'azure.replication_support': replicationSupport(server.walLevel),
    require_secure_transport: 'off',
    wal_level: server.walLevel ?? defaultWalLevel,
  };
  const names = Object.keys({ ...defaults, ...server.configurations }).sort();
  return names.map((name) => {
    const own = server.configurations[name];
    return {
      id: `${serverId(subscriptionId, server)}/configurations/${name}`,
      name,
      type: `Microsoft.DBforPostgreSQL/${server.kind}/configurations`,
      properties: {
        value: own ?? defaults[name],
        defaultValue: defaults[name],
        source: own === undefined ? 'system-default' : 'user-override',
      },
    };
  });
}

const defaultWalLevel = 'replica'; // PostgreSQL's own

/** Azure's names for `wal_level`. */
function replicationSupport(walLevel = defaultWalLevel): string {
  return { minimal: 'OFF', logical: 'LOGICAL' }[walLevel] ?? 'REPLICA';
}
