// The four combinations of public and private servers: planned right, over what Azure says, with exactly the rights that are listed for looking; and
// the catalog that a person picks from.
import { requestJson } from '../../../local/demo/client/request-json';
import { type ArmDesk, openArmDesk } from '../../../local/verify/faults/arm-desk';
import { customRoleActions, type PermissionScope } from '../../../shared/domain/permissions';
import type { Service } from '../support/service';

export function networkPlans(service: Service): void {
  let arm: ArmDesk;
  const group = () => `/subscriptions/${service.endpoints.subscriptionId}/resourceGroups/networks`;
  const single = (name: string) => `${group()}/providers/Microsoft.DBforPostgreSQL/servers/${name}`;
  const flexible = (name: string) => `${group()}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${name}`;
  const network = (path: string) => `${group()}/providers/Microsoft.Network/${path}`;
  const subnet = (of: string, name: string) => network(`virtualNetworks/${of}/subnets/${name}`);

  beforeAll(async () => {
    arm = await openArmDesk(service.endpoints);
    await arm.set('rbac', { enforce: false });
    const server = { fullyQualifiedDomainName: '127.0.0.1:1', administratorLogin: 'boss', version: '11' };
    const put = (id: string, properties: object) => arm.put(id, { location: 'local', properties });
    const delegation = { name: 'd', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } };
    await put(network('networkSecurityGroups/open'), { securityRules: [], defaultSecurityRules: [] });
    await put(network('virtualNetworks/apps'), {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      subnets: [
        {
          name: 'endpoints',
          properties: { addressPrefix: '10.1.0.0/24', networkSecurityGroup: { id: network('networkSecurityGroups/open') } },
        },
      ],
    });
    await put(network('virtualNetworks/hub'), {
      addressSpace: { addressPrefixes: ['10.2.0.0/16'] },
      subnets: [
        { name: 'pg', properties: { addressPrefix: '10.2.0.0/24', delegations: [delegation] } },
        { name: 'work', properties: { addressPrefix: '10.2.1.0/24', ipConfigurations: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } },
      ],
    });
    await put(network('privateEndpoints/pe'), { subnet: { id: subnet('apps', 'endpoints') } });
    const link = { privateEndpoint: { id: network('privateEndpoints/pe') }, privateLinkServiceConnectionState: { status: 'Approved' } };
    await put(single('old'), server);
    await put(single('old-private'), {
      ...server,
      publicNetworkAccess: 'Disabled',
      privateEndpointConnections: [{ id: `${single('old-private')}/privateEndpointConnections/c`, properties: link }],
    });
    await put(flexible('new'), { ...server, version: '16' });
    await put(flexible('new-private'), {
      ...server,
      version: '16',
      network: { delegatedSubnetResourceId: subnet('hub', 'pg'), publicNetworkAccess: 'Disabled' },
    });
    const scopes: PermissionScope[] = ['source', 'target', 'virtualNetwork', 'securityGroup', 'privateEndpoint'];
    const looking = scopes.flatMap((scope) => customRoleActions(scope, ['look', 'privateNetwork']));
    await arm.set('rbac', {
      enforce: true,
      roles: { looking: { actions: looking }, catalog: { actions: customRoleActions('subscription', ['catalog']) } },
      assignments: {
        service: [
          { scope: group(), role: 'looking' },
          { scope: `/subscriptions/${service.endpoints.subscriptionId}`, role: 'catalog' },
        ],
      },
    });
  });
  afterAll(() => arm.set('rbac', { enforce: false }));

  test.each([
    ['public', 'public', 'old', 'new', undefined, undefined],
    ['private', 'public', 'old-private', 'new', 'apps/endpoints', 251],
    ['public', 'private', 'old', 'new-private', 'hub/work', 248],
    ['private', 'private', 'old-private', 'new-private', 'hub/work', 248],
  ])('%s to %s', async (_from, _to, source, target, wanted, free) => {
    const properties = { sourceDbServerResourceId: single(source), targetDbServerResourceId: flexible(target) };
    const { status, body } = await requestJson(`${service.endpoints.api}/api/network-plan`, { method: 'POST', body: { properties } });
    const plan = body as { path: string; subnet?: { id: string; freeAddresses: number }; problems: { code: string }[] };
    expect(status).toBe(200);
    expect(plan.path).toBe(wanted ? 'virtualNetwork' : 'public');
    expect(plan.subnet?.id).toBe(wanted && subnet(...(wanted.split('/') as [string, string])));
    expect(plan.subnet?.freeAddresses).toBe(free);
    expect(plan.problems.filter(({ code }) => code === 'NETWORK_UNREADABLE')).toEqual([]);
  });

  test('the catalog lists subscriptions, groups, servers, databases and networks', async () => {
    const { subscriptionId, api } = service.endpoints;
    const names = async (what: string, query: Record<string, string>, by = 'name') => {
      const { status, body, text } = await requestJson(`${api}/api/catalog/${what}?${new URLSearchParams(query)}`);
      if (status !== 200) throw new Error(text);
      return (body as { value: Record<string, unknown>[] }).value.map((each) => each[by]);
    };
    const scope = { subscriptionId, resourceGroup: 'networks' };
    expect(await names('subscriptions', {}, 'subscriptionId')).toEqual([subscriptionId]);
    expect(await names('resourceGroups', { subscriptionId })).toContain('networks');
    expect(await names('servers', { ...scope, kind: 'source' })).toEqual(['old', 'old-private', 'new', 'new-private']);
    expect(await names('virtualNetworks', scope)).toEqual(['apps', 'hub']);
    expect(await names('subnets', { virtualNetwork: network('virtualNetworks/hub') })).toEqual(['pg', 'work']);
  });
}
