// Writes a parameter of a local server: into its files, and to be in force after a restart where it needs one.
import { Refusal } from '../../http/messages';
import { armError } from '../errors';
import { type Configuration, configurationsOf, replicationSupport } from './configurations';
import { changeConfiguration, readConfiguration } from './control/configuration-file';
import { takesValue } from './control/known-parameters';
import { reload } from './control/postmaster';
import type { ControlledServer } from './find-server';
import { keepFirewall } from './keep-firewall';
import type { ServerRegistry } from './server-registry';

export async function writeParameter(
  registry: ServerRegistry,
  server: ControlledServer,
  { name }: Configuration,
  value: string,
): Promise<void> {
  switch (name) {
    case 'azure.replication_support': {
      const walLevel = Object.keys(replicationSupport).find((level) => replicationSupport[level] === value.toUpperCase());
      if (!walLevel) throw invalid(name);
      // Without senders PostgreSQL would not start at this level.
      return writeReal(registry, server, { wal_level: walLevel, max_wal_senders: walLevel === 'minimal' ? '0' : undefined });
    }
    case 'wal_level':
      if (!['replica', 'logical'].includes(value)) throw invalid(name);
      return writeReal(registry, server, { wal_level: value });
    case 'require_secure_transport':
      if (!['on', 'off'].includes(value.toLowerCase())) throw invalid(name);
      await registry.change(server, (draft) => {
        draft.configurations[name] = value.toLowerCase();
      });
      return keepFirewall(registry, server);
    case 'azure.extensions':
      await registry.change(server, (draft) => {
        draft.configurations[name] = value;
      });
      await changeConfiguration(server.local.dataDirectory, { [name]: value }); // so that it can be asked for by SHOW, as on Azure
      return reload(server.local.dataDirectory);
    default:
      if (!(await takesValue(server.local.dataDirectory, name, value))) throw invalid(name);
      return writeReal(registry, server, { [name]: value });
  }
}

/** Undefined, or the value that the server was set up with: as if nobody had ever changed it. */
async function writeReal(registry: ServerRegistry, server: ControlledServer, values: Record<string, string | undefined>): Promise<void> {
  const { dataDirectory } = server.local;
  const { base } = await readConfiguration(dataDirectory);
  const known = new Map((await configurationsOf(server)).map((each) => [each.name, each]));
  const before = (name: string) => base.get(name.toLowerCase()) ?? known.get(name)?.defaultValue;
  const changes = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value?.toLowerCase() === before(name)?.toLowerCase() ? undefined : value]),
  );
  await changeConfiguration(dataDirectory, changes);
  const pending = Object.keys(values).filter((name) => known.get(name)?.isDynamicConfig === false);
  await registry.change(server, (draft) => {
    draft.pendingRestart = [...new Set([...draft.pendingRestart, ...pending])];
  });
  await reload(dataDirectory);
}

const invalid = (name: string) =>
  new Refusal(armError(400, 'InvalidParameterValue', `Invalid value given for parameter ${name}. Specify a valid parameter value.`));
