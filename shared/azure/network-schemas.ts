/** Networks as Azure Resource Manager writes them, read into what a plan needs of them. */
import { z } from 'zod';
import type { SecurityGroup } from '../network/types';

const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
const reference = z.object({ id: z.string() });

const subnet = z
  .object({
    id: z.string(),
    name: z.string(),
    properties: z.object({
      addressPrefix: z.string().nullish(),
      addressPrefixes: list(z.string()),
      delegations: list(z.object({ properties: z.object({ serviceName: z.string() }) })),
      ipConfigurations: list(reference),
      networkSecurityGroup: reference.nullish(),
      privateEndpointNetworkPolicies: z.string().nullish(),
    }),
  })
  .transform(({ id, name, properties }) => ({
    id,
    name,
    // One prefix or several: Azure fills either property.
    addressPrefixes: properties.addressPrefixes.length ? properties.addressPrefixes : [properties.addressPrefix ?? []].flat(),
    delegations: properties.delegations.map((delegation) => delegation.properties.serviceName),
    used: properties.ipConfigurations.length,
    securityGroupId: properties.networkSecurityGroup?.id,
    filtersEndpoints: ['Enabled', 'NetworkSecurityGroupEnabled'].includes(properties.privateEndpointNetworkPolicies ?? 'Disabled'),
  }));

export const virtualNetworkSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    location: z.string(),
    properties: z.object({
      addressSpace: z.object({ addressPrefixes: list(z.string()) }).nullish(),
      subnets: list(subnet),
      virtualNetworkPeerings: list(
        z.object({ properties: z.object({ remoteVirtualNetwork: reference.nullish(), peeringState: z.string().nullish() }) }),
      ),
    }),
  })
  .transform(({ id, name, location, properties: { addressSpace, subnets, virtualNetworkPeerings } }) => ({
    id,
    name,
    location,
    addressPrefixes: addressSpace?.addressPrefixes ?? [],
    subnets,
    peerings: virtualNetworkPeerings.flatMap(({ properties }) =>
      properties.remoteVirtualNetwork ? [{ remoteId: properties.remoteVirtualNetwork.id, state: properties.peeringState ?? '' }] : [],
    ),
  }));

export const usageSchema = z.object({ id: z.string(), currentValue: z.number(), limit: z.number() });

export const privateEndpointSchema = z
  .object({ properties: z.object({ subnet: reference }) })
  .transform(({ properties }) => properties.subnet.id);

const rule = z
  .object({
    name: z.string(),
    properties: z.object({
      priority: z.number(),
      direction: z.enum(['Inbound', 'Outbound']),
      access: z.enum(['Allow', 'Deny']),
      protocol: z.string(),
      sourceAddressPrefix: z.string().nullish(),
      sourceAddressPrefixes: list(z.string()),
      destinationAddressPrefix: z.string().nullish(),
      destinationAddressPrefixes: list(z.string()),
      destinationPortRange: z.string().nullish(),
      destinationPortRanges: list(z.string()),
    }),
  })
  .transform(({ name, properties }) => {
    const { priority, direction, access, protocol, ...ends } = properties;
    return {
      name,
      priority,
      direction,
      access,
      protocol,
      sources: both(ends.sourceAddressPrefix, ends.sourceAddressPrefixes),
      destinations: both(ends.destinationAddressPrefix, ends.destinationAddressPrefixes),
      destinationPorts: both(ends.destinationPortRange, ends.destinationPortRanges),
    };
  });

/** One of them is empty; which one depends on how the rule was written. */
const both = (one: string | null | undefined, several: string[]) => [...(one ? [one] : []), ...several];

export const securityGroupSchema = z
  .object({ id: z.string(), properties: z.object({ securityRules: list(rule), defaultSecurityRules: list(rule) }) })
  .transform(({ id, properties }): SecurityGroup => ({ id, rules: [...properties.securityRules, ...properties.defaultSecurityRules] }));
