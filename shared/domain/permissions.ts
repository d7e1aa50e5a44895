/**
 * Every right that a migration ever needs, once: actions of Azure Resource Manager by scope and purpose, roles for the data that the service
 * itself keeps, rights of the PostgreSQL logins. The prerequisite rules ask for these, docs/permissions.md is written from them.
 */

export const permissionScopes = {
  source: 'the source server, if Azure Resource Manager knows it',
  target: 'the target server',
  migrationResourceGroup: 'the migration resource group; by default that of the target',
  virtualNetwork: 'the virtual network of a private server',
  securityGroup: 'the network security groups of that network',
  privateEndpoint: 'the private endpoint of a private source',
  subscription: 'the subscription of the target',
} as const;
export type PermissionScope = keyof typeof permissionScopes;

export const permissionPurposes = {
  look: 'every migration: finding and checking the servers',
  firewall: 'public servers, if the service opens their firewalls (`PGFLEX_OUTBOUND_ADDRESSES`)',
  replication: 'the `dms` engine, if it is to switch on logical replication at the source',
  dms: 'the `dms` engine: Azure Database Migration Service is made and removed',
  privateNetwork: 'a private server with the `dms` engine, and `/api/network-plan`: where it is reached is looked at',
  catalog: '`/api/catalog`: what a person picks from (always as the service itself)',
} as const;
export type PermissionPurpose = keyof typeof permissionPurposes;

export interface Permission {
  scope: PermissionScope;
  purpose: PermissionPurpose;
  /** As role definitions write it. */
  action: string;
  /** Only for a server of this kind. */
  kind?: 'singleServer' | 'flexibleServer';
}

const on = (scope: PermissionScope, purpose: PermissionPurpose, actions: string[], kind?: Permission['kind']): Permission[] =>
  actions.map((action) => ({ scope, purpose, action, ...(kind ? { kind } : {}) }));

const single = (name: string) => `Microsoft.DBforPostgreSQL/servers/${name}`;
const flexible = (name: string) => `Microsoft.DBforPostgreSQL/flexibleServers/${name}`;
const dataMigration = (name: string) => `Microsoft.DataMigration/services/${name}`;
const changes = (path: string) => ['read', 'write', 'delete'].map((verb) => `${path}/${verb}`);

/** Reading what is left of an operation that Azure runs for a while; Azure keeps it beside the subscription's resources. */
const operations = (provider: string) =>
  ['azureAsyncOperation/read', 'operationResults/read'].map((name) => `${provider}/locations/${name}`);
/** To ask what one may do. */
export const permissionsRead = 'Microsoft.Authorization/permissions/read';

export const permissions: readonly Permission[] = [
  ...on('source', 'look', [single('read'), permissionsRead], 'singleServer'),
  ...on('source', 'look', [flexible('read'), flexible('configurations/read'), permissionsRead], 'flexibleServer'),
  ...on('source', 'firewall', changes(single('firewallRules')), 'singleServer'),
  ...on('source', 'firewall', changes(flexible('firewallRules')), 'flexibleServer'),
  ...on('source', 'replication', [single('configurations/read'), single('configurations/write'), single('restart/action')], 'singleServer'),
  ...on(
    'source',
    'replication',
    [flexible('configurations/read'), flexible('configurations/write'), flexible('restart/action')],
    'flexibleServer',
  ),
  ...on(
    'target',
    'look',
    [flexible('read'), flexible('configurations/read'), flexible('replicas/read'), permissionsRead],
    'flexibleServer',
  ),
  ...on('target', 'firewall', changes(flexible('firewallRules')), 'flexibleServer'),
  ...on('migrationResourceGroup', 'dms', [
    'Microsoft.Resources/subscriptions/resourceGroups/read',
    permissionsRead,
    dataMigration('read'),
    dataMigration('write'),
    dataMigration('delete'),
    dataMigration('start/action'),
    ...changes(dataMigration('projects')),
    ...changes(dataMigration('projects/tasks')),
    dataMigration('projects/tasks/cancel/action'),
    dataMigration('projects/tasks/command/action'),
  ]),
  ...on('virtualNetwork', 'privateNetwork', [
    'Microsoft.Network/virtualNetworks/read',
    'Microsoft.Network/virtualNetworks/subnets/read',
    'Microsoft.Network/virtualNetworks/usages/read',
  ]),
  ...on('securityGroup', 'privateNetwork', ['Microsoft.Network/networkSecurityGroups/read']),
  ...on('virtualNetwork', 'dms', [
    permissionsRead,
    'Microsoft.Network/virtualNetworks/subnets/read', // Azure Database Migration Service looks at it for whoever makes one
    'Microsoft.Network/virtualNetworks/subnets/join/action',
  ]),
  ...on('privateEndpoint', 'privateNetwork', ['Microsoft.Network/privateEndpoints/read', permissionsRead]),
  ...on('subscription', 'firewall', operations('Microsoft.DBforPostgreSQL')),
  ...on('subscription', 'replication', operations('Microsoft.DBforPostgreSQL')),
  ...on('subscription', 'dms', ['Microsoft.Resources/subscriptions/providers/read', 'Microsoft.DataMigration/register/action']),
  ...on('subscription', 'catalog', [
    'Microsoft.Resources/subscriptions/read',
    'Microsoft.Resources/subscriptions/resourceGroups/read',
    single('read'),
    single('databases/read'),
    flexible('read'),
    flexible('databases/read'),
    'Microsoft.Network/virtualNetworks/read',
    'Microsoft.Network/virtualNetworks/subnets/read',
    'Microsoft.Network/virtualNetworks/usages/read',
    'Microsoft.Network/networkSecurityGroups/read',
  ]),
];

/** The actions needed on one resource, each once. `kind`: of the server, where the resource is one. */
export function actionsNeeded(
  scope: PermissionScope,
  purposes: readonly PermissionPurpose[],
  kind: Permission['kind'] | undefined = undefined,
): string[] {
  const needed = permissions.filter(
    (permission) =>
      permission.scope === scope && purposes.includes(permission.purpose) && (!permission.kind || !kind || permission.kind === kind),
  );
  return [...new Set(needed.map(({ action }) => action))];
}

/**
 * The actions of a custom role for one scope. Azure refuses a role that names an action which its provider does not list, and DMS does not list
 * all of its own: those of its services are asked for together.
 */
export function customRoleActions(scope: PermissionScope, purposes: readonly PermissionPurpose[], kind?: Permission['kind']): string[] {
  const actions = actionsNeeded(scope, purposes, kind);
  return [...new Set(actions.map((action) => (action.startsWith(dataMigration('')) ? dataMigration('*') : action)))];
}

export interface DataRole {
  /** Azure's built-in role, and its id, which is the same everywhere. */
  role: string;
  id: string;
  on: string;
  why: string;
}

/** What the service's own identity needs for the data that it keeps and sends; nothing of it concerns the servers of a migration. */
export const dataRoles: readonly DataRole[] = [
  {
    role: 'Key Vault Secrets Officer',
    id: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
    on: 'the key vault',
    why: 'passwords and secrets of migrations are written, read and purged there',
  },
  {
    role: 'Storage Table Data Contributor',
    id: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
    on: 'the storage account',
    why: 'migrations; state of Durable Functions',
  },
  {
    role: 'Storage Blob Data Contributor',
    id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    on: 'the storage account',
    why: 'reports; leases and large messages of Durable Functions',
  },
  {
    role: 'Storage Queue Data Contributor',
    id: '974c5e8b-45b9-4653-ba55-5f855dd0fbe8',
    on: 'the storage account',
    why: 'messages of Durable Functions',
  },
  {
    role: 'Azure Service Bus Data Sender',
    id: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39',
    on: 'the topic',
    why: 'events',
  },
  {
    role: 'EventGrid Data Sender',
    id: 'd5a91429-5739-47e2-a06b-3470a27159e7',
    on: 'the Event Grid topic, if there is one and no key is set',
    why: 'events',
  },
  {
    role: 'Durable Task Data Contributor',
    id: '0ad04412-c4d5-4796-b79c-f76d14c8d402',
    on: 'the Durable Task Scheduler, if it is the back end',
    why: 'state of Durable Functions',
  },
  {
    role: 'Monitoring Metrics Publisher',
    id: '3913510d-42f4-4e42-8a64-420c390055eb',
    on: 'Application Insights',
    why: 'logs, traces and metrics',
  },
];

export interface LoginRight {
  server: 'source' | 'target';
  right: string;
  why: string;
}

/** What the PostgreSQL logins need; Azure's administrator of each server has all of it, but for objects that belong to others. */
export const loginRights: readonly LoginRight[] = [
  { server: 'source', right: 'CONNECT on each database', why: 'it is read database by database' },
  { server: 'source', right: 'USAGE on all schemas, SELECT on all tables and sequences', why: 'what cannot be read cannot be copied' },
  {
    server: 'source',
    right: 'no row security that hides rows: owner without FORCE, or BYPASSRLS',
    why: 'a table is copied whole or not at all',
  },
  { server: 'source', right: 'SELECT on large objects, or their owner', why: 'they are copied, too' },
  { server: 'source', right: 'REPLICATION (engine `dms` only)', why: 'DMS reads the source by logical replication' },
  { server: 'target', right: 'CREATEDB', why: 'each database is loaded under a temporary name' },
  { server: 'target', right: 'member of azure_pg_admin (Azure: its administrator is)', why: 'creating extensions' },
  { server: 'target', right: 'owner of each database that is to be replaced', why: 'only its owner can rename and drop it' },
  {
    server: 'target',
    right: 'member of pg_signal_backend and pg_monitor (Azure: its administrator is)',
    why: 'sessions of a database that is to be replaced are named and ended',
  },
];
