// The region of a target server: Azure wants it on every resource, and a person rarely cares.
import { parseServerResourceId } from '../../shared/contract/arm-ids';
import { CliFailure } from '../failure';
import type { ApiClient } from './api-client';

export async function locationOf(target: string, client: ApiClient): Promise<string> {
  const { subscriptionId = '', resourceGroup = '' } = parseServerResourceId(target) ?? {};
  const query = new URLSearchParams({ subscriptionId, resourceGroup, kind: 'target' });
  const servers = await client
    .ask<{ value: { id: string; location: string }[] }>(`/api/catalog/servers?${query}`)
    .catch((error: unknown) => {
      if (error instanceof CliFailure && error.exit !== 'interrupted') {
        throw new CliFailure(error.exit, `The location of the target is not to be had; give --location. ${error.message}`);
      }
      throw error;
    });
  const found = servers.value.find(({ id }) => id.toLowerCase() === target.toLowerCase());
  if (found) return found.location;
  throw new CliFailure('notFound', `There is no flexible server ${target}; if the service may not see it, give --location.`);
}
