// PUT of a service: creates it, or takes over one that is there with the same properties.
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../../http/messages';
import { parseBody } from '../../../http/parse-body';
import { armError } from '../../errors';
import { requireValidName } from '../resource-ids';
import { beginOperation } from '../service-operations';
import { skus } from '../skus';
import { newEtag, provisioningState, type Service } from '../state';
import type { DataMigrationWorld } from '../world';
import { keyOfService, serviceOf } from './find';
import { serviceResource } from './service-resource';

const subnetId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

const bodySchema = z.object({
  location: z.string().min(1),
  kind: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.looseObject({ name: z.string() }),
  properties: z.looseObject({ virtualSubnetId: z.string().regex(subnetId, 'expected the resource id of a subnet') }),
});
type Body = z.infer<typeof bodySchema>;

/** Who places a service in a subnet must be allowed to join that. */
export function joinedSubnets({ body }: Request): { action: string; scope: string }[] {
  const { data } = bodySchema.safeParse(parsedJson(body));
  return data ? [{ action: 'Microsoft.Network/virtualNetworks/subnets/join/action', scope: data.properties.virtualSubnetId }] : [];
}

/** Undefined: it is none; the handler says so. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function putService({ store, subscriptionId, pace }: DataMigrationWorld, request: Request): Promise<Answer> {
  const { group = '', service: name = '' } = request.params;
  requireValidName(name, 'service');
  const body = parseBody(request.body, bodySchema, (message) => armError(400, 'InvalidRequestContent', message));
  const sku = skus.find((each) => each.name === body.sku.name);
  if (!sku)
    throw new Refusal(armError(400, 'InvalidSku', `The SKU '${body.sku.name}' is not one of ${skus.map((each) => each.name).join(', ')}.`));
  const untilMs = Date.now() + pace.serviceSeconds * 1000;
  const { known, stored } = await store.update((draft) => {
    const known = serviceOf(draft, request);
    if (known) refuseOtherProperties(known, body);
    const stored: Service = {
      ...(known ?? {
        resourceGroup: group,
        name,
        location: body.location,
        sku,
        virtualSubnetId: body.properties.virtualSubnetId,
        state: 'Succeeded',
        doing: 'Deploying',
        untilMs,
        projects: {},
      }),
      kind: body.kind ?? known?.kind,
      tags: body.tags,
      etag: newEtag(),
    };
    draft.services[keyOfService(request)] = stored;
    return { known, stored };
  });
  const resource = serviceResource(subscriptionId, stored);
  if (known && provisioningState(known) === known.state) return { status: 200, body: resource };
  const accepted = { ...resource, properties: { ...resource.properties, provisioningState: 'Accepted' } };
  return { status: known ? 200 : 201, body: accepted, headers: beginOperation(request, stored.location, stored.untilMs) };
}

/** Azure would let the SKU and the subnet of an idle service be changed. Here that is a collision of names: nobody who works with this product changes them. */
function refuseOtherProperties(known: Service, body: Body): void {
  if (provisioningState(known) === 'Deleting') {
    throw new Refusal(armError(409, 'Conflict', `The service '${known.name}' is being deleted.`));
  }
  const differing = [
    known.location.toLowerCase() === body.location.toLowerCase() || `location '${known.location}'`,
    known.sku.name === body.sku.name || `SKU '${known.sku.name}'`,
    known.virtualSubnetId.toLowerCase() === body.properties.virtualSubnetId.toLowerCase() || `subnet '${known.virtualSubnetId}'`,
  ].filter((difference) => difference !== true);
  if (differing.length === 0) return;
  const message = `The service '${known.name}' already exists in resource group '${known.resourceGroup}' with ${differing.join(', ')}.`;
  throw new Refusal(armError(409, 'Conflict', message));
}
