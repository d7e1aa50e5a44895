// The parameters of a server as Azure shows them.
import { type ConfiguredValues, readConfiguration } from './control/configuration-file';
import { type KnownParameter, knownParameters } from './control/known-parameters';
import type { RegisteredServer } from './server-registry';

export interface Configuration extends Partial<Omit<KnownParameter, 'isStatic' | 'name'>> {
  name: string;
  value: string;
  source: 'system-default' | 'user-override';
  isDynamicConfig?: boolean;
  isConfigPendingRestart?: boolean;
}

/** PostgreSQL's own. */
const defaultWalLevel = 'replica';

/** Azure's names for `wal_level`. */
export const replicationSupport: Readonly<Record<string, string>> = { minimal: 'OFF', replica: 'REPLICA', logical: 'LOGICAL' };

export async function configurationsOf(server: RegisteredServer): Promise<Configuration[]> {
  const real = server.local ? await realConfigurations(server, server.local.dataDirectory) : [];
  const walLevel = real.find(({ name }) => name === 'wal_level');
  const values: Record<string, string> = {
    'azure.extensions': 'all',
    'azure.replication_support': replicationSupport[walLevel?.value ?? server.walLevel ?? defaultWalLevel] ?? '',
    require_secure_transport: 'off',
    ...(server.local ? {} : { wal_level: server.walLevel ?? defaultWalLevel }),
  };
  const registered = Object.keys({ ...values, ...server.configurations }).map((name): Configuration => {
    const own = server.configurations[name];
    const isPending = name === 'azure.replication_support' && walLevel?.isConfigPendingRestart;
    return {
      name,
      value: own ?? values[name] ?? '',
      defaultValue: values[name],
      source: own === undefined ? 'system-default' : 'user-override',
      ...(isPending ? { isConfigPendingRestart: true } : {}),
    };
  });
  const own = new Set(registered.map(({ name }) => name.toLowerCase()));
  return [...registered, ...real.filter(({ name }) => !own.has(name.toLowerCase()))].sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function realConfigurations({ pendingRestart }: RegisteredServer, dataDirectory: string): Promise<Configuration[]> {
  const [known, { base, changed }] = await Promise.all([knownParameters(dataDirectory), readConfiguration(dataDirectory)]);
  return known.map(({ name, isStatic, ...parameter }) => ({
    name,
    ...parameter,
    value: changed.get(name.toLowerCase()) ?? baseValue(base, name, parameter.defaultValue),
    source: changed.has(name.toLowerCase()) ? 'user-override' : 'system-default',
    isDynamicConfig: !isStatic,
    isConfigPendingRestart: pendingRestart.includes(name),
  }));
}

const baseValue = (base: ConfiguredValues['base'], name: string, otherwise: string) => base.get(name.toLowerCase()) ?? otherwise;
