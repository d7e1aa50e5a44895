// Brings the firewall of a local server in line with what is registered, where it is to be enforced.
import { enforceFirewall } from './control/firewall-file';
import type { ServerKey, ServerRegistry } from './server-registry';
import { requiresTls } from './server-resource';

const everybody = { name: 'everybody', startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' };

/** Undefined: nobody ever asked for it, and the file is not ours. */
export async function keepFirewall(registry: ServerRegistry, key: ServerKey): Promise<void> {
  const server = registry.get(key);
  if (server?.local?.enforceFirewall === undefined) return;
  const { dataDirectory, enforceFirewall: isEnforced } = server.local;
  const rules = isEnforced ? Object.values(server.firewallRules) : [everybody];
  await enforceFirewall(dataDirectory, { rules, requiresTls: requiresTls(server) });
}
