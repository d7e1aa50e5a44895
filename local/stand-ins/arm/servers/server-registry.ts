// The PostgreSQL servers that were registered at the local Resource Manager, and the local subscription they belong to.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile } from '../../../files/state-file';

export const serverKinds = ['flexibleServers', 'servers'] as const;
export type ServerKind = (typeof serverKinds)[number];

const firewallRuleSchema = z.object({ name: z.string(), startIpAddress: z.string(), endIpAddress: z.string() });
export type FirewallRule = z.infer<typeof firewallRuleSchema>;

const registeredServerSchema = z.object({
  kind: z.enum(serverKinds),
  /** Resource group and name in the casing of the first PUT. */
  resourceGroup: z.string(),
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.record(z.string(), z.unknown()).optional(),
  /** As they were sent, without the password and what has a field of its own here. */
  properties: z.record(z.string(), z.unknown()),
  fullyQualifiedDomainName: z.string(),
  administratorLogin: z.string(),
  version: z.string(),
  /** The server's `wal_level` when it was registered, if it could be asked. */
  walLevel: z.string().optional(),
  configurations: z.record(z.string(), z.string()),
  local: z.object({ dataDirectory: z.string(), enforceFirewall: z.boolean().optional() }).optional(),
  /** By lower-case name. */
  firewallRules: z.record(z.string(), firewallRuleSchema).default({}),
  /** Parameters that were changed and are in force only after a restart. */
  pendingRestart: z.array(z.string()).default([]),
});
export type RegisteredServer = z.output<typeof registeredServerSchema>;
export type ServerKey = Pick<RegisteredServer, 'kind' | 'resourceGroup' | 'name'>;

export interface ServerRegistry {
  subscriptionId: string;
  get(key: ServerKey): RegisteredServer | undefined;
  list(kind: ServerKind, resourceGroup?: string): RegisteredServer[];
  put(server: RegisteredServer): Promise<void>;
  /** Of one that is there. */
  change(key: ServerKey, change: (draft: RegisteredServer) => void): Promise<void>;
  /** False if there was none. */
  remove(key: ServerKey): Promise<boolean>;
}

const stateSchema = z.object({ subscriptionId: z.string(), servers: z.record(z.string(), registeredServerSchema) });

type State = z.output<typeof stateSchema>;

export async function openServerRegistry(folder: string): Promise<ServerRegistry> {
  const file = await openStateFile<State>(join(folder, 'servers.json'), stateSchema, () => ({ subscriptionId: randomUUID(), servers: {} }));
  const keyOf = ({ kind, resourceGroup, name }: ServerKey) => `${kind}/${resourceGroup}/${name}`.toLowerCase();
  return {
    subscriptionId: file.read().subscriptionId,
    get: (key) => file.read().servers[keyOf(key)],
    list: (kind, resourceGroup) =>
      Object.values(file.read().servers).filter(
        (server) => server.kind === kind && (!resourceGroup || server.resourceGroup.toLowerCase() === resourceGroup.toLowerCase()),
      ),
    put: (server) =>
      file.update((draft) => {
        draft.servers[keyOf(server)] = server;
      }),
    change: (key, change) =>
      file.update((draft) => {
        const server = draft.servers[keyOf(key)];
        if (server) change(server);
      }),
    remove: (key) =>
      file.update((draft) => {
        const known = keyOf(key) in draft.servers;
        delete draft.servers[keyOf(key)];
        return known;
      }),
  };
}
