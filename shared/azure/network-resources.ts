/** Reads virtual networks, security groups and private endpoints from Azure Resource Manager. Changes nothing. */
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import { MigrationFailure } from '../domain/error-codes';
import type { SecurityGroup } from '../network/types';
import { listResources, readResource } from './arm';
import { armFailure, unlessMissing } from './arm-failure';
import { privateEndpointSchema, securityGroupSchema, usageSchema, virtualNetworkSchema } from './network-schemas';

/** Of Microsoft.Network (azure-apis.md 4). */
const apiVersion = '2025-05-01';

/** With the ids of its security groups in place of what is in them. */
export type NetworkResource = z.output<typeof virtualNetworkSchema>;

/** `id`: of the subnet. */
export type Usage = z.output<typeof usageSchema>;

/** Undefined: there is no such network. */
export const findVirtualNetwork = (identity: TokenCredential, id: string): Promise<NetworkResource | undefined> =>
  find(identity, id, virtualNetworkSchema);

/** Undefined: there is no such group. */
export const findSecurityGroup = (identity: TokenCredential, id: string): Promise<SecurityGroup | undefined> =>
  find(identity, id, securityGroupSchema);

/** The subnet that a private endpoint is in; undefined: there is no such endpoint. */
export const findEndpointSubnet = (identity: TokenCredential, id: string): Promise<string | undefined> =>
  find(identity, id, privateEndpointSchema);

/** How many addresses Azure counts in each subnet of a network. Empty: it does not say, or not to this identity; there is another way to count. */
export async function usagesOf(identity: TokenCredential, networkId: string): Promise<Usage[]> {
  try {
    return (await unlessMissing(`reading the usage of '${networkId}'`, () => listUsages(identity, networkId))) ?? [];
  } catch (error) {
    if (error instanceof MigrationFailure && error.error.code === 'ARM_ACCESS_DENIED') return [];
    throw error;
  }
}

const listUsages = async (identity: TokenCredential, networkId: string) =>
  z.array(usageSchema).parse(await listResources(identity, `${networkId}/usages`, apiVersion));

/** Of a subscription, or of one of its resource groups. Undefined: there is no such scope. */
export const listVirtualNetworks = (identity: TokenCredential, scope: string): Promise<NetworkResource[] | undefined> =>
  unlessMissing(`listing the virtual networks of '${scope}'`, async () =>
    z.array(virtualNetworkSchema).parse(await listResources(identity, `${scope}/providers/Microsoft.Network/virtualNetworks`, apiVersion)),
  );

async function find<Schema extends z.ZodType>(
  identity: TokenCredential,
  id: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const read = await unlessMissing(`reading '${id}'`, () => readResource(identity, id, apiVersion));
  if (read === undefined) return undefined;
  const parsed = schema.safeParse(read);
  if (parsed.success) return parsed.data;
  throw armFailure(parsed.error, `reading '${id}', whose form is not Azure's`);
}
