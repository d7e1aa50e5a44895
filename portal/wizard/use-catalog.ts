/** What a person picks from, as the service's own identity sees it at Azure. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context';
import type { ListOf, ResourceGroup, Server, Subnet, Subscription, VirtualNetwork } from '../api/types';

interface Catalog {
  subscriptions: Subscription;
  resourceGroups: ResourceGroup;
  servers: Server;
  virtualNetworks: VirtualNetwork;
  subnets: Subnet;
  databases: { name: string; isSystem: boolean };
}

/** `query`: undefined while what it needs has not been picked. */
export function useCatalog<Kind extends keyof Catalog>(kind: Kind, query: Record<string, string> | undefined) {
  const api = useApi();
  const path = `/api/catalog/${kind}?${new URLSearchParams(query)}`;
  return useQuery({
    queryKey: [path],
    queryFn: async ({ signal }) => (await api.get<ListOf<Catalog[Kind]>>(path, signal)).value,
    enabled: query !== undefined,
    staleTime: 60_000,
  });
}
