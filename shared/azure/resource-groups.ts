/** Resource groups. */
import type { TokenCredential } from '@azure/identity';
import { resourcesClient } from './arm';
import { unlessMissing } from './arm-failure';

export interface ResourceGroupId {
  subscriptionId: string;
  name: string;
}

export const resourceGroupId = ({ subscriptionId, name }: ResourceGroupId) => `/subscriptions/${subscriptionId}/resourceGroups/${name}`;

/** Throws a MigrationFailure. */
export async function resourceGroupExists(identity: TokenCredential, { subscriptionId, name }: ResourceGroupId): Promise<boolean> {
  const { resourceGroups } = await resourcesClient(identity, subscriptionId);
  return (await unlessMissing(`reading the resource group '${name}'`, () => resourceGroups.get(name))) !== undefined;
}
