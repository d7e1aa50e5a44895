// Virtual networks, their security groups and private endpoints: descriptions that were put here; no packet heeds them.
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile, type StateFile } from '../../../files/state-file';

export const networkTypes = ['virtualNetworks', 'networkSecurityGroups', 'privateEndpoints'] as const;
export type NetworkType = (typeof networkTypes)[number];

const resourceSchema = z.object({
  type: z.enum(networkTypes),
  resourceGroup: z.string(),
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.record(z.string(), z.unknown()),
});
export type NetworkResource = z.output<typeof resourceSchema>;

/** By lower-case `<type>/<resource group>/<name>`. */
const stateSchema = z.object({ resources: z.record(z.string(), resourceSchema) });
export type NetworkStore = StateFile<z.output<typeof stateSchema>>;

export const networkKey = (type: NetworkType, resourceGroup: string, name: string) => `${type}/${resourceGroup}/${name}`.toLowerCase();

export const openNetworkStore = (folder: string): Promise<NetworkStore> =>
  openStateFile(join(folder, 'networks.json'), stateSchema, () => ({ resources: {} }));
