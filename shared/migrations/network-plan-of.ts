/** The network plan of a migration whose servers were found: for findings, and for an engine that has to be placed in a subnet. */
import type { TokenCredential } from '@azure/identity';
import type { MigrationRecord } from '../domain/migration';
import { planNetwork } from '../network/plan-network';
import type { NetworkPlan } from '../network/types';
import { networkSituation } from './network-situation';

/** Its `subnet` is the one that the request names, or else the one that the specification's rules give. Throws a MigrationFailure. */
export async function networkPlanOf(record: MigrationRecord, identity: TokenCredential): Promise<NetworkPlan> {
  const { id, request, target, sourceEndpoint, targetEndpoint } = record;
  if (!sourceEndpoint || !targetEndpoint) throw new Error(`The endpoints of migration ${id} are not resolved.`);
  const situation = await networkSituation(
    {
      source: { server: request.sourceServer, endpoint: sourceEndpoint },
      target: { server: target, endpoint: targetEndpoint },
      chosenSubnetId: request.migrationResourceGroup?.subnetResourceId,
    },
    identity,
  );
  return planNetwork(situation);
}
