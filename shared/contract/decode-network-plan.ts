/** Decodes the body of `POST /api/network-plan`: PUT's properties and the id of the target, as they are or inside `properties`. */
import type { TargetServerId } from '../domain/migration';
import { plainId } from '../domain/network-ids';
import { decodeServers, type ServersRequest, serverProperties } from './decode-servers';
import { fields } from './fields';
import { aadApp, subnetId, userNames } from './migration-schema';
import type { RequestContext } from './request-rules';

/** Only what says where both servers are, and who asks Azure about them. */
export const networkPlanSchema = fields.group({
  properties: fields
    .group({
      ...serverProperties,
      migrationResourceGroup: fields.group({ subnetResourceId: subnetId.optional() }).optional(),
      secretParameters: fields.group({ ...userNames, aadApp: aadApp.optional() }).optional(),
      testConnection: fields.truth().optional(),
    })
    .prefault({} as never),
});

export interface DecodedNetworkPlan {
  target: TargetServerId;
  request: ServersRequest;
  chosenSubnetId?: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
  testConnection: boolean;
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeNetworkPlan(body: Record<string, unknown>, context: RequestContext): DecodedNetworkPlan {
  const { target, request, properties } = decodeServers(networkPlanSchema, body, context);
  const { subnetResourceId } = properties.migrationResourceGroup ?? {};
  return {
    target,
    request,
    ...(subnetResourceId ? { chosenSubnetId: plainId(subnetResourceId) } : {}),
    ...(properties.secretParameters?.aadApp ? { aadApp: properties.secretParameters.aadApp } : {}),
    testConnection: properties.testConnection ?? false,
  };
}
