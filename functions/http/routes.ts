/**
 * The routes of the HTTP border. The host takes the first function, by name, whose route matches (functions-host.md 8), so no two routes
 * with a common method may match the same path.
 */
const server = 'subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/{server}';

export const routes = {
  armMigrations: `${server}/migrations`,
  armMigration: `${server}/migrations/{name}`,
  armNameCheck: `${server}/checkMigrationNameAvailability`,
  health: 'api/health',
  migrations: 'api/migrations',
  migration: 'api/migrations/{id}',
  events: 'api/migrations/{id}/events',
  report: 'api/migrations/{id}/report',
  approvals: 'api/migrations/{id}/approvals',
  approval: 'api/migrations/{id}/approvals/{approvalId}',
  approvalSubscriptions: 'api/migrations/{id}/approval-subscriptions',
  approvalSubscription: 'api/migrations/{id}/approval-subscriptions/{subscriptionId}',
  cancel: 'api/migrations:cancel',
  plan: 'api/plan',
  estimate: 'api/estimate',
  networkPlan: 'api/network-plan',
  catalogSubscriptions: 'api/catalog/subscriptions',
  catalogResourceGroups: 'api/catalog/resourceGroups',
  catalogServers: 'api/catalog/servers',
  catalogDatabases: 'api/catalog/databases',
  catalogVirtualNetworks: 'api/catalog/virtualNetworks',
  catalogSubnets: 'api/catalog/subnets',
  openApi: 'api/openapi.json',
  /** Nothing else begins with `portal`, so that this shadows nothing. */
  portal: 'portal/{*path}',
  /** The version ends in `.json`, as in the `dataschema` of an event. */
  eventSchema: 'schemas/{type}/{version}',
} as const;
