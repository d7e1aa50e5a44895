/** Where a migration's resources in Azure are or come into being, and who may make them. */
import type { MigrationRecord } from '../domain/migration';
import type { AzureAccess } from '../engines/engine';
import { identityOf } from './identity';

export async function azureAccessOf(record: MigrationRecord): Promise<AzureAccess> {
  const { target, request, targetMetadata } = record;
  return {
    identity: await identityOf(record),
    source: request.sourceServer,
    target,
    location: targetMetadata?.location ?? request.location,
    ...placeOf(record),
  };
}

/** Where what is made goes. */
export function placeOf({ target, request }: Pick<MigrationRecord, 'target' | 'request'>): Pick<AzureAccess, 'resourceGroup' | 'subnetId'> {
  const { resourceId, subnetResourceId } = request.migrationResourceGroup ?? {};
  return {
    resourceGroup: resourceGroupIn(resourceId) ?? { subscriptionId: target.subscriptionId, name: target.resourceGroup },
    subnetId: subnetResourceId,
  };
}

/** The form was checked when the id came in. */
function resourceGroupIn(id: string | undefined): AzureAccess['resourceGroup'] | undefined {
  const [, subscriptionId, name] = /subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i.exec(id ?? '') ?? [];
  return subscriptionId && name ? { subscriptionId, name } : undefined;
}
