// The network plan and the catalog over Azure Resource Manager's answers: read over the wire by the real clients, with real tokens.
import { join } from 'node:path';
import { parseServerResourceId } from '../../../shared/contract/arm-ids';
import { encodeNetworkPlan, encodeProblem } from '../../../shared/contract/encode-network-plan';
import {
  databaseList,
  networkPlan,
  resourceGroupList,
  serverList,
  subnetList,
  subscriptionList,
  virtualNetworkList,
} from '../../../shared/contract/openapi/network-answers';
import { readSourceServer } from '../../../shared/contract/source-server';
import type { SourceServer } from '../../../shared/domain/migration';
import { Rejection } from '../../../shared/domain/rejections';
import { databases, resourceGroups, servers, subnets, subscriptions, virtualNetworks } from '../../../shared/migrations/browse-catalog';
import { planNetwork } from '../../../shared/migrations/plan-network';
import { type ArmResources, startArmResources } from '../../support/arm-resources';
import { type AzureServices, azureServices } from '../stand-ins/azure-services';

let azure: AzureServices;
let arm: ArmResources;

const subscriptionId = '11111111-1111-4111-8111-111111111111';
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
const single = (name: string) => `${group}/providers/Microsoft.DBforPostgreSQL/servers/${name}`;
const flexible = (name: string) => `${group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${name}`;
const net = (path: string) => `${group}/providers/Microsoft.Network/${path}`;
const subnetOf = (network: string, name: string) => net(`virtualNetworks/${network}/subnets/${name}`);

const subnet = (network: string, name: string, prefix: string, properties: Record<string, unknown> = {}) => ({
  id: subnetOf(network, name),
  name,
  properties: { addressPrefix: prefix, ...properties },
});

beforeAll(async () => {
  azure = await azureServices();
  arm = await startArmResources(join(azure.directory, 'tls'));
  const { entra, tenantId, clients, caFile } = azure.services;
  Object.assign(process.env, {
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    PGFLEX_KEY_VAULT_URL: 'https://127.0.0.1:1',
    PGFLEX_SERVICE_BUS: 'bus.example.com',
    PGFLEX_AUTH: 'off',
    PGFLEX_ARM_ENDPOINT: arm.url,
    PGFLEX_OUTBOUND_ADDRESSES: '203.0.113.4, 203.0.113.8-203.0.113.9',
    PGFLEX_CA_FILE: caFile,
    PGFLEX_DISABLE_INSTANCE_DISCOVERY: '1',
    AZURE_AUTHORITY_HOST: entra.url,
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clients.service.clientId,
    AZURE_CLIENT_SECRET: clients.service.clientSecret,
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  });

  arm.put(`/subscriptions/${subscriptionId}`, { subscriptionId, displayName: 'Demos', state: 'Enabled' });
  arm.put('/subscriptions/T', { subscriptionId: 'T', displayName: 'Tests', state: 'Disabled' });
  arm.put(group, { location: 'westus', properties: { provisioningState: 'Succeeded' } });
  arm.put(`${group}-2`, { location: 'eastus' });

  const common = { administratorLogin: 'boss', location: 'westus' };
  const put = (path: string, properties: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    arm.put(path, { location: 'westus', ...more, properties: { ...common, ...properties } });
    // Listed by subscription, too.
    arm.put(path.replace('/resourceGroups/rg', ''), { id: path, location: 'westus', ...more, properties: { ...common, ...properties } });
  };
  const ready = { userVisibleState: 'Ready', state: 'Ready' };
  put(
    single('old'),
    {
      ...ready,
      version: '11',
      fullyQualifiedDomainName: '127.0.0.1:1',
      publicNetworkAccess: 'Enabled',
      storageProfile: { storageMB: 5120 },
    },
    { sku: { name: 'GP_Gen5_2', tier: 'GeneralPurpose' } },
  );
  put(single('old-private'), {
    ...ready,
    version: '11',
    fullyQualifiedDomainName: '127.0.0.1:1',
    publicNetworkAccess: 'Disabled',
    privateEndpointConnections: [
      {
        id: `${single('old-private')}/privateEndpointConnections/c1`,
        properties: { privateEndpoint: { id: net('privateEndpoints/pe') }, privateLinkServiceConnectionState: { status: 'Approved' } },
      },
    ],
  });
  put(
    flexible('new'),
    {
      ...ready,
      version: '16',
      fullyQualifiedDomainName: '127.0.0.1:1',
      network: { publicNetworkAccess: 'Enabled' },
      storage: { storageSizeGB: 32 },
    },
    { sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' } },
  );
  put(flexible('new-private'), {
    ...ready,
    version: '16',
    fullyQualifiedDomainName: '127.0.0.1:1',
    network: { delegatedSubnetResourceId: subnetOf('hub', 'pg'), publicNetworkAccess: 'Disabled' },
  });
  put(flexible('new-endpoint'), {
    ...ready,
    version: '16',
    fullyQualifiedDomainName: '127.0.0.1:1',
    network: { publicNetworkAccess: 'Disabled' },
    privateEndpointConnections: [
      {
        id: `${flexible('new-endpoint')}/privateEndpointConnections/c2`,
        properties: { privateEndpoint: { id: net('privateEndpoints/pe-2') }, privateLinkServiceConnectionState: { status: 'Pending' } },
      },
    ],
  });
  for (const name of ['postgres', 'shop', 'azure_sys']) {
    const properties = { charset: 'UTF8', collation: 'en_US.utf8' };
    arm.put(`${flexible('new')}/databases/${name}`, { properties });
    arm.put(`${single('old')}/databases/${name}`, { properties });
  }

  arm.put(net('privateEndpoints/pe'), { location: 'westus', properties: { subnet: { id: subnetOf('apps', 'endpoints') } } });
  arm.put(net('privateEndpoints/pe-2'), { location: 'westus', properties: { subnet: { id: subnetOf('apps', 'endpoints') } } });
  arm.put(net('networkSecurityGroups/guard'), {
    properties: {
      securityRules: [
        {
          name: 'closed',
          properties: {
            ...{ priority: 100, direction: 'Outbound', access: 'Deny', protocol: '*', sourcePortRange: '*' },
            ...{ sourceAddressPrefix: '*', destinationAddressPrefix: 'Storage', destinationPortRanges: ['443', '445'] },
          },
        },
      ],
      defaultSecurityRules: [],
    },
  });
  arm.put(net('virtualNetworks/apps'), {
    location: 'westus',
    properties: {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      subnets: [
        subnet('apps', 'endpoints', '10.1.1.0/24', { ipConfigurations: [{ id: '1' }, { id: '2' }, { id: '3' }] }),
        subnet('apps', 'guarded', '10.1.2.0/24', { networkSecurityGroup: { id: net('networkSecurityGroups/GUARD') } }),
      ],
    },
  });
  const delegations = [{ name: 'pg', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }];
  arm.put(net('virtualNetworks/hub'), {
    location: 'westus',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [subnet('hub', 'pg', '10.0.1.0/24', { delegations }), subnet('hub', 'third', '172.16.3.0/24')],
      virtualNetworkPeerings: [
        { name: 'p', properties: { remoteVirtualNetwork: { id: net('virtualNetworks/apps') }, peeringState: 'Connected' } },
      ],
    },
  });
  for (const [name, currentValue] of [
    ['pg', 20],
    ['third', 3],
  ] as const)
    arm.put(net(`virtualNetworks/hub/usages/${name}`), { id: subnetOf('HUB', name), currentValue, limit: 251, unit: 'Count' });
});

afterAll(async () => {
  await arm.close();
  await azure.end();
});
beforeEach(() => {
  arm.deny(undefined);
  arm.requests.length = 0;
});

describe('the plan', () => {
  test('both public', async () => {
    expect(await plan(single('old'), flexible('new'))).toMatchObject({
      path: 'public',
      message: expect.stringContaining("opens the firewall of 'old' and 'new' for 203.0.113.4, 203.0.113.8-203.0.113.9"),
      outboundAddresses: ['203.0.113.4', '203.0.113.8-203.0.113.9'],
      problems: [],
    });
    expect(arm.requests.filter((request) => request.includes('Microsoft.Network'))).toEqual([]);
  });

  test('source private: the subnet of its endpoint, free addresses computed as in the specification', async () => {
    expect(await plan(single('old-private'), flexible('new'))).toMatchObject({
      path: 'virtualNetwork',
      subnet: { id: subnetOf('apps', 'endpoints'), freeAddresses: 248, virtualNetwork: { name: 'apps' }, location: 'westus' },
      candidates: [
        { name: 'endpoints', problems: [] },
        { name: 'guarded', problems: [{ code: 'SECURITY_GROUP_BLOCKS', severity: 'error' }] },
      ],
      problems: [],
    });
  });

  test('target private: another subnet of its network, with the addresses that Azure counts', async () => {
    expect(await plan(single('old'), flexible('new-private'))).toMatchObject({
      subnet: { id: subnetOf('hub', 'third'), freeAddresses: 248 },
      candidates: [{ name: 'third' }, { name: 'pg', freeAddresses: 231, problems: [{ code: 'SUBNET_DELEGATED' }] }],
      problems: [],
    });
  });

  test("both private: the target's network, which is peered with that of the source", async () => {
    expect(await plan(single('old-private'), flexible('new-private'))).toMatchObject({
      subnet: { id: subnetOf('hub', 'third') },
      problems: [],
    });
  });

  test('an endpoint that waits for its approval', async () => {
    expect(await plan(single('old'), flexible('new-endpoint'))).toMatchObject({
      subnet: { id: subnetOf('apps', 'endpoints') },
      problems: [
        {
          code: 'PRIVATE_ENDPOINT_NOT_APPROVED',
          fix: `az network private-endpoint-connection approve --id '${flexible('new-endpoint')}/privateEndpointConnections/c2' --description 'pg-flex-migrator'`,
        },
      ],
    });
  });

  test('the subnet that the caller names is looked at, in whatever network it is', async () => {
    const chosenSubnetId = subnetOf('apps', 'guarded');
    expect(await plan(single('old'), flexible('new-private'), { chosenSubnetId })).toMatchObject({
      subnet: { id: chosenSubnetId, prefilledBecause: 'The request names it.' },
      problems: [{ code: 'SECURITY_GROUP_BLOCKS' }, { code: 'NETWORKS_NOT_PEERED', severity: 'warning' }],
    });
    expect(await plan(single('old'), flexible('new-private'), { chosenSubnetId: subnetOf('nowhere', 'x') })).toMatchObject({
      problems: [{ code: 'NETWORK_UNREADABLE', message: expect.stringContaining('does not exist') }],
    });
  });

  test.each<[string, string, string, string[], number | undefined]>([
    ['the network', net('virtualNetworks/hub'), flexible('new-private'), ['NETWORK_UNREADABLE'], undefined],
    ["Azure's count", net('virtualNetworks/hub/usages'), flexible('new-private'), [], 251],
    ['a private endpoint', net('privateEndpoints'), flexible('new'), ['NETWORK_UNREADABLE'], undefined],
    ['a security group', net('networkSecurityGroups'), flexible('new'), ['NETWORK_UNREADABLE'], 248],
  ])('%s may not be read: the plan goes as far as it can, and says what it does not know', async (_what, path, target, codes, free) => {
    arm.deny(path);
    const source = target === flexible('new') ? single('old-private') : single('old');
    const { subnet: chosen, problems } = await plan(source, target);
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(chosen?.freeAddresses).toBe(free);
  });

  test('a server that is not there is named by the field that names it', async () => {
    const rejected = await rejection(plan(single('nobody'), flexible('new')));
    expect(rejected).toMatchObject({ code: 'InvalidParameter', extra: { target: 'properties.sourceDbServerResourceId' } });
    expect(rejected.message).toContain('SOURCE_SERVER_NOT_FOUND');
  });

  test('a test of the connections says which server does not answer', async () => {
    const { reachability } = await plan('127.0.0.1:1@u', flexible('new'), { testConnection: true });
    expect(reachability).toMatchObject([
      { side: 'source', host: '127.0.0.1', port: 1, problem: { code: 'SERVER_UNREACHABLE', fix: 'Start the server, and check its port.' } },
      { side: 'target', problem: { code: 'SERVER_UNREACHABLE' } },
    ]);
  });

  test('with an AAD app Azure is asked in its name; a wrong secret is told by its code', async () => {
    const { clientId, clientSecret } = azure.services.clients.aadApp;
    const { tenantId } = azure.services;
    const as = (aadSecret: string) => plan(single('old'), flexible('new'), { aadApp: { clientId, tenantId, aadSecret } });
    expect(await as(clientSecret)).toMatchObject({ path: 'public' });
    expect((await rejection(as('wrong'))).message).toMatch(/AAD_APP_INVALID/);
  });
});

describe('the catalog', () => {
  test('lists are whole, though each page has one entry', async () => {
    expect(subscriptionList.parse({ value: await subscriptions() }).value).toEqual([
      { subscriptionId, name: 'Demos', state: 'Enabled' },
      { subscriptionId: 'T', name: 'Tests', state: 'Disabled' },
    ]);
    expect(resourceGroupList.parse({ value: await resourceGroups(subscriptionId) }).value).toEqual([
      { id: group, name: 'rg', location: 'westus' },
      { id: `${group}-2`, name: 'rg-2', location: 'eastus' },
    ]);
  });

  test('servers of a group or a whole subscription, for a source or a target', async () => {
    const scope = { subscriptionId, resourceGroup: 'rg' };
    const found = serverList.parse({ value: await servers(scope, 'source') }).value;
    expect(found.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'singleServer old',
      'singleServer old-private',
      'flexibleServer new',
      'flexibleServer new-private',
      'flexibleServer new-endpoint',
    ]);
    expect(found[0]).toEqual({
      ...{ kind: 'singleServer', id: single('old'), name: 'old', resourceGroup: 'rg', location: 'westus', version: '11', state: 'Ready' },
      ...{ fullyQualifiedDomainName: '127.0.0.1:1', administratorLogin: 'boss', storageMb: 5120, network: { access: 'public' } },
      sku: { name: 'GP_Gen5_2', tier: 'GeneralPurpose' },
    });
    expect(found[3]?.network).toEqual({ access: 'private', delegatedSubnetId: subnetOf('hub', 'pg') });
    expect((await servers({ subscriptionId }, 'target')).map(({ name }) => name)).toEqual(['new', 'new-private', 'new-endpoint']);
  });

  test('databases of either kind of server; those of the server itself are marked', async () => {
    for (const id of [single('old'), flexible('new')]) {
      const server = parseServerResourceId(id);
      if (!server) throw new Error(id);
      expect(databaseList.parse({ value: await databases(server) }).value).toEqual(
        [['postgres', false] as const, ['shop', false] as const, ['azure_sys', true] as const].map(([name, isSystem]) => ({
          ...{ name, encoding: 'UTF8', collation: 'en_US.utf8' },
          isSystem,
        })),
      );
    }
  });

  test('virtual networks, and their subnets with free addresses and what speaks against them', async () => {
    expect(virtualNetworkList.parse({ value: await virtualNetworks({ subscriptionId, resourceGroup: 'rg' }) }).value).toEqual([
      { id: net('virtualNetworks/apps'), name: 'apps', location: 'westus', addressPrefixes: ['10.1.0.0/16'], subnets: 2 },
      { id: net('virtualNetworks/hub'), name: 'hub', location: 'westus', addressPrefixes: ['10.0.0.0/16'], subnets: 2 },
    ]);
    const value = (await subnets(net('virtualNetworks/hub'))).map((each) => ({ ...each, problems: each.problems.map(encodeProblem) }));
    expect(subnetList.parse({ value }).value).toMatchObject([
      {
        name: 'pg',
        freeAddresses: 231,
        delegations: ['Microsoft.DBforPostgreSQL/flexibleServers'],
        problems: [{ code: 'SUBNET_DELEGATED' }],
      },
      { name: 'third', freeAddresses: 248, delegations: [], problems: [] },
    ]);
    expect(await subnets(net('virtualNetworks/apps'))).toMatchObject([{}, { securityGroupId: net('networkSecurityGroups/GUARD') }]);
  });

  test.each([
    ['a subscription', () => resourceGroups('22222222-1111-4111-8111-111111111111'), 'subscriptionId'],
    ['a network', () => subnets(net('virtualNetworks/nobody')), 'virtualNetwork'],
  ])('%s that is not there: 404 about the parameter', async (_what, look, target) => {
    expect(await rejection(look())).toMatchObject({ code: 'ResourceNotFound', extra: { target } });
  });

  test('what the service may not see is told with its code', async () => {
    arm.deny(`/subscriptions/${subscriptionId}`);
    const rejected = await rejection(resourceGroups(subscriptionId));
    expect(rejected).toMatchObject({ code: 'InvalidParameter', extra: { target: 'subscriptionId' } });
    expect(rejected.message).toContain('ARM_ACCESS_DENIED');
  });
});

interface PlanExtras {
  chosenSubnetId?: string;
  testConnection?: boolean;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
}

/** As the route answers it, in the form that the document says. */
async function plan(source: string, target: string, { testConnection = false, ...more }: PlanExtras = {}) {
  const resource = parseServerResourceId(target);
  if (!resource) throw new Error(target);
  const made = await planNetwork({
    target: resource,
    request: { sourceServer: sourceServer(source) },
    testConnection,
    ...more,
  });
  return networkPlan.parse(JSON.parse(JSON.stringify(encodeNetworkPlan(made))));
}

function sourceServer(text: string): SourceServer {
  const reading = readSourceServer(text);
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.server;
}

async function rejection(work: Promise<unknown>): Promise<Rejection> {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error instanceof Rejection) return error;
  throw new Error('It was not rejected.', { cause: error });
}
