/** The flexible server that a migration goes to, as Azure knows it. */
import type { Server } from '../api/types';
import { resourceGroupOf, subscriptionOf } from '../parts/format';
import { useCatalog } from './use-catalog';

export function useTarget(targetId: string): Server | undefined {
  const { data } = useCatalog('servers', {
    subscriptionId: subscriptionOf(targetId),
    resourceGroup: resourceGroupOf(targetId),
    kind: 'target',
  });
  return data?.find(({ id }) => id.toLowerCase() === targetId.toLowerCase());
}
