// Microsoft.Network, as far as a plan of the way between two servers reads it.
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../http/messages';
import { parseBody } from '../../http/parse-body';
import { armError } from '../errors';
import type { Operation } from '../operation';
import { type NetworkResource, type NetworkStore, type NetworkType, networkKey, networkTypes } from './network-store';
import { shownSubnet, subnetSchema, usageOf } from './subnets';

const bodySchema = z.object({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.looseObject({ subnets: z.array(subnetSchema).optional() }).default({}),
});

export const networkOperations = (subscriptionId: string, store: NetworkStore): Operation[] => [
  ...networkTypes.flatMap((type) => operationsOf(subscriptionId, store, type)),
  ...partsOfNetworks(subscriptionId, store),
];

const group = '/subscriptions/:subscription/resourceGroups/:group';

function operationsOf(subscriptionId: string, store: NetworkStore, type: NetworkType): Operation[] {
  const provider = `providers/Microsoft.Network/${type}`;
  const one = `${group}/${provider}/:name`;
  const can = (what: string) => `Microsoft.Network/${type}/${what}`;
  const shown = (resource: NetworkResource) => shownResource(subscriptionId, resource);
  const list = (inGroup?: string): Answer => {
    const found = Object.values(store.read().resources).filter(
      (each) => each.type === type && (inGroup === undefined || each.resourceGroup.toLowerCase() === inGroup.toLowerCase()),
    );
    return { status: 200, body: { value: found.map(shown) } };
  };
  return [
    { method: 'GET', path: `/subscriptions/:subscription/${provider}`, action: can('read'), handle: () => list() },
    { method: 'GET', path: `${group}/${provider}`, action: can('read'), handle: ({ params }) => list(params.group) },
    { method: 'GET', path: one, action: can('read'), handle: (request) => ({ status: 200, body: shown(find(store, type, request)) }) },
    {
      method: 'PUT',
      path: one,
      action: can('write'),
      async handle({ params: { group: resourceGroup = '', name = '' }, body }) {
        const { properties, ...rest } = parseBody(body, bodySchema, (message) => armError(400, 'InvalidRequestFormat', message));
        const resource: NetworkResource = { type, resourceGroup, name, ...rest, properties };
        const key = networkKey(type, resourceGroup, name);
        const isKnown = key in store.read().resources;
        await store.update((draft) => {
          draft.resources[key] = resource;
        });
        return { status: isKnown ? 200 : 201, body: shown(resource) };
      },
    },
    {
      method: 'DELETE',
      path: one,
      action: can('delete'),
      async handle({ params: { group: resourceGroup = '', name = '' } }) {
        const key = networkKey(type, resourceGroup, name);
        if (!(key in store.read().resources)) return { status: 204 };
        await store.update((draft) => {
          delete draft.resources[key];
        });
        return { status: 200 };
      },
    },
  ];
}

function partsOfNetworks(subscriptionId: string, store: NetworkStore): Operation[] {
  const network = `${group}/providers/Microsoft.Network/virtualNetworks/:name`;
  const subnetsOf = (request: Request) => {
    const found = find(store, 'virtualNetworks', request);
    return { id: idOf(subscriptionId, found), subnets: z.array(subnetSchema).parse(found.properties.subnets ?? []) };
  };
  return [
    {
      method: 'GET',
      path: `${network}/usages`,
      action: 'Microsoft.Network/virtualNetworks/usages/read',
      handle(request) {
        const { id, subnets } = subnetsOf(request);
        return { status: 200, body: { value: subnets.map((subnet) => usageOf(id, subnet)) } };
      },
    },
    {
      method: 'GET',
      path: `${network}/subnets/:subnet`,
      action: 'Microsoft.Network/virtualNetworks/subnets/read',
      handle(request) {
        const { id, subnets } = subnetsOf(request);
        const wanted = request.params.subnet ?? '';
        const subnet = subnets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
        return subnet
          ? { status: 200, body: shownSubnet(id, subnet) }
          : armError(404, 'NotFound', `Resource ${id}/subnets/${wanted} not found.`);
      },
    },
  ];
}

function find(store: NetworkStore, type: NetworkType, { params: { group: resourceGroup = '', name = '' } }: Request): NetworkResource {
  const found = store.read().resources[networkKey(type, resourceGroup, name)];
  if (found) return found;
  const message = `The Resource 'Microsoft.Network/${type}/${name}' under resource group '${resourceGroup}' was not found.`;
  throw new Refusal(armError(404, 'ResourceNotFound', message));
}

const idOf = (subscriptionId: string, { type, resourceGroup, name }: NetworkResource) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/${type}/${name}`;

function shownResource(subscriptionId: string, resource: NetworkResource) {
  const { type, name, location, tags, properties } = resource;
  const id = idOf(subscriptionId, resource);
  const subnets = z
    .array(subnetSchema)
    .safeParse(properties.subnets)
    .data?.map((subnet) => shownSubnet(id, subnet));
  return {
    id,
    name,
    type: `Microsoft.Network/${type}`,
    location,
    tags,
    properties: { ...properties, ...(subnets ? { subnets } : {}), provisioningState: 'Succeeded' },
  };
}
