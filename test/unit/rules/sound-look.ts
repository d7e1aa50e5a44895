// What Azure answers where everything is as it should be, and how to change one thing of it.
import type { ArmServer } from '../../../shared/azure/arm-servers';
import type { AzureLook, Read, ScopeLook } from '../../../shared/azure/azure-look';
import { fail } from '../../../shared/domain/error-codes';
import { actionsNeeded } from '../../../shared/domain/permissions';
import { type ArmServerId, armServerId } from '../../../shared/domain/server-ids';

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const sourceId: ArmServerId = { kind: 'singleServer', subscriptionId, resourceGroup: 'rg', server: 'old' };
const targetId: ArmServerId = { kind: 'flexibleServer', subscriptionId, resourceGroup: 'rg', server: 'new' };

export const read = <T>(value: T): Read<T> => ({ kind: 'read', value });
export const denied = (): Read<never> => ({ kind: 'failed', failure: fail('ARM_ACCESS_DENIED', 'Azure Resource Manager denied it.') });
export const unavailable = (what: string): Read<never> => ({
  kind: 'failed',
  failure: fail('ARM_UNAVAILABLE', `Azure Resource Manager failed at ${what} (status 503).`),
});

export const server = (changes: Partial<ArmServer> = {}): ArmServer => ({
  kind: 'flexibleServer',
  fullyQualifiedDomainName: 'new.postgres.database.azure.com',
  administratorLogin: 'admin',
  version: '16',
  state: 'Ready',
  requiresTls: true,
  network: { access: 'public' },
  metadata: { location: 'westeurope', version: '16', storageMb: 131_072, sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } },
  growsStorage: false,
  highlyAvailable: false,
  isReplica: false,
  ...changes,
});

/** Contributor, as Azure writes it. */
export const contributor = [{ actions: ['*'], notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'] }];

const scope = (
  name: ScopeLook['scope'],
  id: string,
  purposes: Parameters<typeof actionsNeeded>[1],
  kind?: ArmServerId['kind'],
): ScopeLook => ({
  scope: name,
  id,
  needed: actionsNeeded(name, purposes, kind),
  grants: read(contributor),
});

export function soundLook(changes: Partial<AzureLook> = {}): AzureLook {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
  return {
    engine: 'dms',
    principal: { app: { clientId: 'app-1', tenantId: 'tenant-1' }, objectId: 'object-1' },
    source: { id: sourceId, server: read(server({ kind: 'singleServer' })) },
    target: { id: targetId, server: read(server()) },
    replicas: [],
    scopes: [
      scope('source', armServerId(sourceId), ['look', 'firewall'], 'singleServer'),
      scope('target', armServerId(targetId), ['look', 'firewall'], 'flexibleServer'),
      scope('migrationResourceGroup', group, ['dms']),
    ],
    subnetId: `${group}/providers/Microsoft.Network/virtualNetworks/hub/subnets/dms`,
    resourceGroup: { id: group, name: 'rg', location: 'westeurope', exists: read(true) },
    provider: { subscriptionId, registration: read({ state: 'Registered' }), waitedTooLong: false },
    ...changes,
  };
}

/** The same with other answers for one scope. */
export const withGrants = (name: ScopeLook['scope'], grants: ScopeLook['grants']): Partial<AzureLook> => ({
  scopes: soundLook().scopes.map((each) => (each.scope === name ? { ...each, grants } : each)),
});

export const ids = { source: sourceId, target: targetId };
