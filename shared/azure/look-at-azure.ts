/** Reads everything that the prerequisite rules look at, side by side: what one call cannot tell does not keep the others from telling. */
import type { TokenCredential } from '@azure/identity';
import { config } from '../config';
import { MigrationFailure } from '../domain/error-codes';
import type { MigrationRequest, TargetServerId } from '../domain/migration';
import { actionsNeeded, type PermissionPurpose, type PermissionScope } from '../domain/permissions';
import { type ArmServerId, armServerId, armSourceOf, armTargetOf } from '../domain/server-ids';
import { readResource } from './arm';
import { unlessMissing } from './arm-failure';
import { findFlexibleServer, findSingleServer, replicasOf } from './arm-servers';
import { type AzureLook, answerOf, type Read, type ScopeLook, type ServerLook } from './azure-look';
import { permissionsOn } from './permissions';
import type { Principal } from './principal';
import { dataMigrationProvider, ensureRegistered } from './providers';
import { type ResourceGroupId, resourceGroupExists, resourceGroupId } from './resource-groups';

export interface LookInput {
  identity: TokenCredential;
  principal: Principal;
  target: TargetServerId;
  request: MigrationRequest;
  resourceGroup: ResourceGroupId;
  subnetId?: string;
  /** A registration that still goes on counts as failed from now on. */
  waitedTooLong: boolean;
}

/** Throws only what is a fault of this service. */
export async function lookAtAzure(input: LookInput): Promise<AzureLook> {
  const { identity, principal, request, waitedTooLong } = input;
  const { subscriptionId } = input.resourceGroup;
  const sourceId = armSourceOf(request.sourceServer);
  const [source, target, resourceGroup, registration] = await Promise.all([
    sourceId && serverLook(identity, sourceId),
    serverLook(identity, armTargetOf(input.target)),
    usesDms(request) ? resourceGroupLook(input) : undefined,
    usesDms(request) ? reading(() => ensureRegistered(identity, subscriptionId, dataMigrationProvider)) : undefined,
  ]);
  const [scopes, replicas] = await Promise.all([
    scopeLooks(input, source, target),
    answerOf(target.server) ? reading(() => replicasOf(target.id, identity)) : undefined,
  ]);
  return {
    engine: request.engine,
    principal,
    ...(source ? { source } : {}),
    target,
    replicas: (replicas && answerOf(replicas)) ?? [],
    scopes,
    ...(resourceGroup ? { resourceGroup } : {}),
    ...(input.subnetId ? { subnetId: input.subnetId } : {}),
    ...(registration ? { provider: { subscriptionId, registration, waitedTooLong } } : {}),
  };
}

/** Moving directly makes nothing in the migration resource group and in a network, and needs nothing of them. */
const usesDms = ({ engine }: MigrationRequest) => engine === 'dms';

async function resourceGroupLook({ identity, resourceGroup, request }: LookInput): Promise<AzureLook['resourceGroup']> {
  const exists = await reading(() => resourceGroupExists(identity, resourceGroup));
  return { id: resourceGroupId(resourceGroup), name: resourceGroup.name, location: request.location, exists };
}

async function serverLook(identity: TokenCredential, id: ArmServerId): Promise<ServerLook> {
  const find = id.kind === 'singleServer' ? findSingleServer : findFlexibleServer;
  return { id, server: await reading(() => find(id, identity)) };
}

/** Rights that are needed on what is there; on a server whose kind of access nobody may read, as if it were public. */
async function scopeLooks(input: LookInput, source: ServerLook | undefined, target: ServerLook): Promise<ScopeLook[]> {
  const { request, resourceGroup } = input;
  const opensFirewalls = config().outboundAddresses.length > 0;
  const look = async (
    scope: PermissionScope,
    id: string,
    purposes: PermissionPurpose[],
    kind?: ArmServerId['kind'],
  ): Promise<ScopeLook> => ({
    scope,
    id,
    needed: actionsNeeded(scope, purposes, kind),
    grants: await reading(() => permissionsOn(input.identity, id)),
  });
  const ofServer = (scope: 'source' | 'target', { id, server }: ServerLook) => {
    if (server.kind === 'read' && !server.value) return []; // the rule for missing servers says so
    const isPublic = answerOf(server)?.network.access !== 'private';
    const purposes: PermissionPurpose[] = [
      'look',
      ...(opensFirewalls && isPublic ? (['firewall'] as const) : []),
      ...(usesDms(request) && request.setupLogicalReplication ? (['replication'] as const) : []),
    ];
    return [look(scope, armServerId(id), purposes, id.kind)];
  };
  return Promise.all([
    ...(source ? ofServer('source', source) : []),
    ...ofServer('target', target),
    ...(usesDms(request)
      ? [
          look('migrationResourceGroup', resourceGroupId(resourceGroup), ['dms']),
          ...(await networkScopes(input, source, target)).map(({ scope, id }) =>
            look(scope, id, [scope === 'virtualNetwork' ? 'dms' : 'privateNetwork']),
          ),
        ]
      : []),
  ]);
}

/** Private endpoints and virtual networks, each once. */
async function networkScopes(
  { identity, subnetId }: LookInput,
  source: ServerLook | undefined,
  target: ServerLook,
): Promise<{ scope: PermissionScope; id: string }[]> {
  const endpoints = ((source && answerOf(source.server)?.network.privateEndpoints) ?? []).flatMap(({ endpointId }) => endpointId ?? []);
  const subnets = await Promise.all(endpoints.map((id) => reading(() => subnetOf(identity, id))));
  const networks = [answerOf(target.server)?.network.delegatedSubnetId, subnetId, ...subnets.map(answerOf)].flatMap(
    (id) => networkOf(id) ?? [],
  );
  const first = (id: string, index: number) => networks.findIndex((other) => other.toLowerCase() === id.toLowerCase()) === index;
  return [
    ...endpoints.map((id) => ({ scope: 'privateEndpoint' as const, id })),
    ...networks.filter(first).map((id) => ({ scope: 'virtualNetwork' as const, id })),
  ];
}

const networkOf = (subnetId: string | undefined) => /^(.+)\/subnets\/[^/]+\/?$/i.exec(subnetId ?? '')?.[1];

const networkApiVersion = '2025-05-01';

async function subnetOf(identity: TokenCredential, privateEndpointId: string): Promise<string | undefined> {
  const endpoint = await unlessMissing(`reading the private endpoint '${privateEndpointId}'`, () =>
    readResource(identity, privateEndpointId, networkApiVersion),
  );
  return (endpoint as { properties?: { subnet?: { id?: string } } } | undefined)?.properties?.subnet?.id;
}

async function reading<T>(read: () => Promise<T>): Promise<Read<T>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    if (error instanceof MigrationFailure) return { kind: 'failed', failure: error };
    throw error;
  }
}
