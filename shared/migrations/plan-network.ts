/** Plans the way to both servers for a caller: finds them, looks at their networks, and tries the way where that is asked for. Changes nothing. */
import { addressProblemOf } from '../auth/server-policy';
import { clientSecretCredential, credential } from '../azure/credential';
import type { MigrationRequest, ServerEndpoint, TargetServerId } from '../domain/migration';
import { planNetwork as plan } from '../network/plan-network';
import type { NetworkPlan, ReachedServer } from '../network/types';
import { diagnoseConnection } from '../postgres/diagnose-connection';
import { lookRejection } from './look-rejection';
import { networkSituation } from './network-situation';
import { resolveSource, resolveTarget } from './resolve-endpoints';

export interface NetworkPlanRequest {
  target: TargetServerId;
  request: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode' | 'targetHost' | 'targetUser'>;
  chosenSubnetId?: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
  /** Whether both servers are to be connected to from here, without logging in. */
  testConnection: boolean;
}

/** Throws a Rejection that says which server is the reason. */
export async function planNetwork({ target, request, chosenSubnetId, aadApp, testConnection }: NetworkPlanRequest): Promise<NetworkPlan> {
  const identity = aadApp ? clientSecretCredential(aadApp.tenantId, aadApp.clientId, aadApp.aadSecret) : credential();
  const [from, to] = await Promise.all([
    resolveSource({ request }, identity).catch(about('properties.sourceDbServerResourceId')),
    resolveTarget({ target, request }, identity).catch(about('properties.targetDbServerResourceId')),
  ]);
  const input = {
    source: { server: request.sourceServer, endpoint: from.endpoint },
    target: { server: target, endpoint: to.endpoint },
    chosenSubnetId,
  };
  const [situation, reachability] = await Promise.all([
    networkSituation(input, identity).catch(about()),
    testConnection ? Promise.all([reach('source', from.endpoint), reach('target', to.endpoint)]) : undefined,
  ]);
  return { ...plan(situation), ...(reachability ? { reachability } : {}) };
}

const about =
  (field?: string) =>
  (error: unknown): never => {
    throw lookRejection(error, field);
  };

async function reach(side: ReachedServer['side'], endpoint: ServerEndpoint): Promise<ReachedServer> {
  const { host, port } = endpoint;
  const error = await diagnoseConnection({ ...endpoint, addressProblem: addressProblemOf(host) });
  return { side, host, port, ...(error ? { error } : {}) };
}
