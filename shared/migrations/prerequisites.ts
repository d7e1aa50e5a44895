/** The look at Azure's side of a migration: every finding at once, and where the servers that can be connected to listen. */
import type { ArmServer } from '../azure/arm-servers';
import { type AzureLook, answerOf, type ServerLook } from '../azure/azure-look';
import { type LookInput, lookAtAzure } from '../azure/look-at-azure';
import { principalOf } from '../azure/principal';
import { MigrationFailure } from '../domain/error-codes';
import { registrationPatienceMs } from '../domain/limits';
import type { MigrationRecord, ServerEndpoint, ValidationFinding } from '../domain/migration';
import { runPrerequisites } from '../rules/prerequisites/run-prerequisites';
import type { FoundServer } from '../state/records';
import { placeOf } from './azure-access';
import { identityOf } from './identity';
import { sourceEndpoint, targetEndpoint } from './resolve-endpoints';

export interface Prerequisites {
  findings: ValidationFinding[];
  source: FoundServer;
  target: FoundServer;
  /** Azure still registers a resource provider, and nothing else is wrong. */
  isPending: boolean;
}

export async function lookAtPrerequisites(record: MigrationRecord): Promise<Prerequisites> {
  const { request, target: targetId } = record;
  const byAddress = request.sourceServer.kind === 'address' ? { endpoint: sourceEndpoint(request, undefined) } : {};
  const access = await accessOf(record);
  if (access instanceof MigrationFailure) {
    // Nothing can be read of Azure. A source that is named by its address can be looked at all the same.
    return { findings: [errorOf(access)], source: byAddress, target: {}, isPending: false };
  }
  const waitedTooLong = Date.now() - new Date(record.createdOn).getTime() > registrationPatienceMs;
  const look = await lookAtAzure({ ...access, ...placeOf(record), request, target: targetId, waitedTooLong });
  const findings = runPrerequisites(look);
  const source = look.source ? foundIn(look.source, (server) => sourceEndpoint(request, server)) : byAddress;
  const target = foundIn(look.target, (server) => targetEndpoint(request, server));
  const isPending = isRegistering(look) && !findings.some(({ severity }) => severity === 'error');
  return { findings, source, target, isPending };
}

async function accessOf(record: MigrationRecord): Promise<Pick<LookInput, 'identity' | 'principal'> | MigrationFailure> {
  try {
    const identity = await identityOf(record);
    return { identity, principal: await principalOf(identity, record.request.aadApp) };
  } catch (error) {
    if (error instanceof MigrationFailure) return error;
    throw error;
  }
}

/** One that is not ready is not connected to: that it is not is told already. */
function foundIn({ server: read }: ServerLook, endpointOf: (server: ArmServer) => ServerEndpoint): FoundServer {
  const server = answerOf(read);
  if (server?.state !== 'Ready') return { metadata: server?.metadata };
  return { endpoint: endpointOf(server), metadata: server.metadata };
}

const errorOf = ({ error }: MigrationFailure): ValidationFinding => ({ ...error, severity: 'error' });

const isRegistering = ({ provider }: AzureLook) => provider !== undefined && answerOf(provider.registration)?.state === 'Registering';
