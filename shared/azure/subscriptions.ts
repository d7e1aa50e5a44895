/** Lists the subscriptions and resource groups that an identity sees. */
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import { listResources, resourcesClient } from './arm';
import { armFailure, unlessMissing } from './arm-failure';

/** Of Microsoft.Resources; its client for subscriptions is a package of its own. */
const apiVersion = '2022-12-01';

export interface Subscription {
  subscriptionId: string;
  name: string;
  /** `Enabled`, `Disabled`, ... */
  state: string;
}

export interface ResourceGroup {
  id: string;
  name: string;
  location: string;
}

const subscriptions = z.array(z.object({ subscriptionId: z.string(), displayName: z.string(), state: z.string() }));

export async function listSubscriptions(identity: TokenCredential): Promise<Subscription[]> {
  try {
    const found = subscriptions.parse(await listResources(identity, 'subscriptions', apiVersion));
    return found.map(({ subscriptionId, displayName, state }) => ({ subscriptionId, name: displayName, state }));
  } catch (error) {
    throw armFailure(error, 'listing the subscriptions');
  }
}

/** Undefined: there is no such subscription. */
export const listResourceGroups = (identity: TokenCredential, subscriptionId: string): Promise<ResourceGroup[] | undefined> =>
  unlessMissing(`listing the resource groups of the subscription '${subscriptionId}'`, async () => {
    const { resourceGroups } = await resourcesClient(identity, subscriptionId);
    const found: ResourceGroup[] = [];
    for await (const { id = '', name = '', location } of resourceGroups.list()) found.push({ id, name, location });
    return found;
  });
