/** Addresses of the pages, below /portal. */
const segments = (id: string) =>
  id.replace(/^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)$/i, '$1/$2/$3');

export const paths = {
  fleet: '/',
  server: (targetId: string) => `/servers/${segments(targetId)}`,
  create: (targetId: string) => `/servers/${segments(targetId)}/new`,
  chooseTarget: '/new',
  migration: (id: string) => `/migrations/${encodeURIComponent(id)}`,
};

export interface ServerParams {
  subscription: string;
  group: string;
  server: string;
}

export const targetIdOf = ({ subscription, group, server }: ServerParams): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${server}`;
