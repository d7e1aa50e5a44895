/** Bodies of requests that tests change one thing of. */
import type { MigrationReference } from '../../../shared/migrations/types';

export const reference: MigrationReference = { target: { subscriptionId: 'S', resourceGroup: 'rg', server: 'target' }, name: 'mig-1' };

export const sourceId = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/servers/src';

/** Strings that must not appear in any message or answer. */
export const canaries = { source: 'canary-source-7f3a', target: 'canary-target-91bc', aad: 'canary-aad-55de' };

export function body(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    location: 'westeurope',
    properties: {
      sourceDbServerResourceId: sourceId,
      secretParameters: { adminCredentials: { sourceServerPassword: canaries.source, targetServerPassword: canaries.target } },
      dbsToMigrate: ['app'],
      ...changes,
    },
  };
}
