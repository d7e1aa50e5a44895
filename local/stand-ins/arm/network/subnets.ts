// The subnets of a virtual network as Azure shows them, and how many of their addresses are in use.
import { z } from 'zod';

export const subnetSchema = z.looseObject({
  name: z.string().min(1),
  properties: z.looseObject({
    addressPrefix: z.string().optional(),
    addressPrefixes: z.array(z.string()).optional(),
    ipConfigurations: z.array(z.object({ id: z.string() })).optional(),
  }),
});
export type Subnet = z.output<typeof subnetSchema>;

/** Of each subnet Azure keeps the first four addresses and the last one. */
const reservedAddresses = 5;

export const shownSubnet = (networkId: string, subnet: Subnet) => ({
  ...subnet,
  id: `${networkId}/subnets/${subnet.name}`,
  type: 'Microsoft.Network/virtualNetworks/subnets',
});

export function usageOf(networkId: string, { name, properties }: Subnet) {
  const prefixes = [...(properties.addressPrefixes ?? []), ...(properties.addressPrefix ? [properties.addressPrefix] : [])];
  const sizes = prefixes.map((prefix) => 2 ** (32 - Number(prefix.split('/')[1] ?? 32)) - reservedAddresses);
  return {
    id: `${networkId}/subnets/${name}`,
    name: { value: 'SubnetSpace', localizedValue: 'Subnet size and usage' },
    currentValue: properties.ipConfigurations?.length ?? 0,
    limit: sizes.reduce((sum, size) => sum + Math.max(0, size), 0),
    unit: 'Count',
  };
}
