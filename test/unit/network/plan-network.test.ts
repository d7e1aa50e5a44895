// The way to both servers: which path, which subnet, and everything that can be in the way.
import { planNetwork } from '../../../shared/network/plan-network';
import type { NetworkSituation } from '../../../shared/network/types';
import {
  defaultRules,
  delegated,
  endpointId,
  groupId,
  network,
  networkId,
  publicSource,
  rule,
  situation,
  sourceBehind,
  subnet,
  subnetId,
  targetIn,
} from './networks';

const sourceNetwork = network('a', [
  subnet('a', 'apps', { freeAddresses: 10 }),
  subnet('a', 'endpoints', { addressPrefixes: ['10.0.2.0/24'], freeAddresses: 248 }),
]);
const targetNetwork = network('b', [
  subnet('b', 'pg', { delegations: delegated }),
  subnet('b', 'small', { freeAddresses: 3 }),
  subnet('b', 'third', { addressPrefixes: ['172.16.3.0/24'], freeAddresses: 248 }),
  subnet('b', 'GatewaySubnet'),
]);
const peeredTarget = network('b', targetNetwork.subnets, { peerings: [{ remoteId: networkId('A'), state: 'Connected' }] });

const privateSource = sourceBehind(subnetId('a', 'endpoints'));
const privateTarget = targetIn(subnetId('b', 'pg'));

const codes = (given: Partial<NetworkSituation>) => planNetwork(situation(given)).problems.map(({ code }) => code);

describe('the four combinations', () => {
  test('both public: nothing to choose; the message says what is opened', () => {
    expect(planNetwork(situation())).toEqual({
      path: 'public',
      message:
        "Both servers are in public access: no virtual network is needed. A migration opens the firewall of 'old' and 'new' for 203.0.113.4 and closes it at its end.",
      candidates: [],
      outboundAddresses: ['203.0.113.4'],
      problems: [],
    });
  });

  test('source private: the subnet of its private endpoint, whatever else is there', () => {
    expect(planNetwork(situation({ source: privateSource, virtualNetworks: [sourceNetwork] }))).toMatchObject({
      path: 'virtualNetwork',
      message: expect.stringMatching(
        /^The source 'old' has its public access turned off\. .* 'endpoints' of 'a', which has 248 free addresses/,
      ),
      subnet: {
        id: subnetId('a', 'endpoints'),
        freeAddresses: 248,
        prefilledBecause: "The private endpoint of the source 'old' is in it.",
      },
      candidates: [{ name: 'endpoints' }, { name: 'apps' }],
      problems: [],
    });
  });

  test("target private: another subnet of its network, the one with most room; Azure's own are not offered", () => {
    expect(planNetwork(situation({ target: privateTarget, virtualNetworks: [targetNetwork] }))).toMatchObject({
      path: 'virtualNetwork',
      message: expect.stringContaining("The target 'new' is inside a virtual network."),
      subnet: {
        id: subnetId('b', 'third'),
        freeAddresses: 248,
        prefilledBecause: "It is in the same virtual network, 'b': the subnet of the target 'new' is delegated to it.",
      },
      candidates: [{ name: 'third' }, { name: 'small' }, { name: 'pg', problems: [{ code: 'SUBNET_DELEGATED' }] }],
      problems: [],
    });
  });

  test("both private: the target's network decides", () => {
    const plan = planNetwork(situation({ source: privateSource, target: privateTarget, virtualNetworks: [sourceNetwork, peeredTarget] }));
    expect(plan).toMatchObject({
      subnet: { id: subnetId('b', 'third'), prefilledBecause: expect.stringContaining('the target decides') },
      problems: [],
    });
    expect(plan.candidates.map(({ virtualNetwork }) => virtualNetwork.name)).not.toContain('a');
  });

  test('a target behind a private endpoint: the subnet of the endpoint', () => {
    const target = { ...sourceBehind(subnetId('a', 'endpoints')), side: 'target' as const, name: 'new' };
    expect(planNetwork(situation({ target, virtualNetworks: [sourceNetwork] })).subnet).toMatchObject({ name: 'endpoints' });
  });

  test('a source inside a virtual network: another subnet, since its own is delegated', () => {
    const source = { ...targetIn(subnetId('b', 'pg')), side: 'source' as const, name: 'old' };
    expect(planNetwork(situation({ source, virtualNetworks: [targetNetwork] })).subnet).toMatchObject({ name: 'third' });
  });
});

describe('firewalls', () => {
  test.each<[string, Partial<NetworkSituation>, RegExp, RegExp]>([
    ['no outbound addresses are known', { outboundAddresses: [] }, /does not know the addresses/, /PGFLEX_OUTBOUND_ADDRESSES/],
    [
      'the source is named by its address',
      { source: { ...publicSource, name: 'db.example.com:5432', resourceId: undefined } },
      /'db.example.com:5432' is not opened by this service: it is named by its address/,
      /Let 203\.0\.113\.4 in/,
    ],
  ])('%s: a warning that says what to do', (_what, given, message, hint) => {
    const [problem] = planNetwork(situation(given)).problems;
    expect(problem).toMatchObject({
      code: 'FIREWALL_NOT_MANAGED',
      severity: 'warning',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test('of private servers nothing is said about a firewall', () => {
    expect(codes({ source: privateSource, virtualNetworks: [sourceNetwork], outboundAddresses: [] })).toEqual(['FIREWALL_NOT_MANAGED']);
    expect(
      codes({ source: privateSource, target: privateTarget, virtualNetworks: [sourceNetwork, peeredTarget], outboundAddresses: [] }),
    ).toEqual([]);
  });
});

describe('what is in the way', () => {
  test('a subnet with errors stands behind one without; the reason says so', () => {
    const full = network('a', [subnet('a', 'apps'), subnet('a', 'endpoints', { freeAddresses: 0 })]);
    expect(planNetwork(situation({ source: privateSource, virtualNetworks: [full] }))).toMatchObject({
      subnet: {
        name: 'apps',
        prefilledBecause: "It is in the same virtual network, 'a': the subnet of the private endpoint of the source 'old' cannot be taken.",
      },
      candidates: [{ name: 'apps' }, { name: 'endpoints', problems: [{ code: 'SUBNET_FULL' }] }],
      problems: [],
    });
  });

  test('no subnet that could be taken: the command creates one in the first gap of the address space', () => {
    const only = network('b', [subnet('b', 'pg', { delegations: delegated, addressPrefixes: ['10.0.0.0/26'] })]);
    const plan = planNetwork(situation({ target: privateTarget, virtualNetworks: [only] }));
    expect(plan.subnet).toBeUndefined();
    expect(plan.problems).toMatchObject([
      {
        code: 'SUBNET_MISSING',
        severity: 'error',
        hint: "az network vnet subnet create --subscription 'S' --resource-group 'net' --vnet-name 'b' --name 'pgflex' --address-prefixes 10.0.0.64/27",
      },
    ]);
  });

  test.each([
    ['third', []],
    ['pg', ['SUBNET_DELEGATED']],
    ['GatewaySubnet', ['SUBNET_DELEGATED']],
    ['nowhere', ['SUBNET_MISSING']],
  ])('the subnet %s is named by the request: it is taken, with what speaks against it', (name, expected) => {
    const plan = planNetwork(situation({ target: privateTarget, virtualNetworks: [targetNetwork], chosenSubnetId: subnetId('B', name) }));
    expect(plan.problems.map(({ code }) => code)).toEqual(expected);
    expect(plan.subnet?.prefilledBecause).toBe(name === 'nowhere' ? undefined : 'The request names it.');
  });

  test('public access disabled without a private endpoint: the command makes one', () => {
    const [problem, ...others] = planNetwork(situation({ source: { ...publicSource, access: 'private' } })).problems;
    expect(problem).toMatchObject({
      code: 'PRIVATE_ENDPOINT_MISSING',
      severity: 'error',
      hint: expect.stringContaining(
        "--private-connection-resource-id '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/servers/old'",
      ),
    });
    expect(others).toEqual([]);
  });

  test.each(['Pending', 'Rejected', 'Disconnected', ''])('a private endpoint that is %p leads nowhere', (status) => {
    const [problem] = planNetwork(
      situation({ source: sourceBehind(subnetId('a', 'endpoints'), status), virtualNetworks: [sourceNetwork] }),
    ).problems;
    expect(problem).toMatchObject({
      code: 'PRIVATE_ENDPOINT_NOT_APPROVED',
      objects: [endpointId('pe-old')],
      hint: expect.stringMatching(/connection approve --id '.*\/privateEndpointConnections\/pe-old'/),
    });
  });

  test('one approved endpoint of several is enough, and its subnet is the one', () => {
    const pending = sourceBehind(subnetId('a', 'apps'), 'Pending', 'pe-2');
    const source = { ...pending, privateEndpoints: [...pending.privateEndpoints, ...privateSource.privateEndpoints] };
    expect(planNetwork(situation({ source, virtualNetworks: [sourceNetwork] }))).toMatchObject({
      subnet: { name: 'endpoints' },
      problems: [],
    });
  });

  test.each<[string, string | undefined, string[]]>([
    ['not peered: a hub may lead there', undefined, ['warning']],
    ['peered on one side only', 'Initiated', ['error']],
    ['peering cut', 'Disconnected', ['error']],
    ['peered', 'Connected', []],
  ])('both private in different networks, %s', (_what, state, severities) => {
    const from = network('b', targetNetwork.subnets, { peerings: state ? [{ remoteId: networkId('a'), state }] : [] });
    const { problems } = planNetwork(situation({ source: privateSource, target: privateTarget, virtualNetworks: [sourceNetwork, from] }));
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual(severities.map((severity) => ['NETWORKS_NOT_PEERED', severity]));
    for (const { hint } of problems) expect(hint).toContain(`--vnet-name 'b' --name 'pgflex-a' --remote-vnet '${networkId('a')}'`);
  });

  test('what could not be read is told, and nothing is claimed about it', () => {
    const unreadable = [{ id: networkId('b'), why: 'denied.' }];
    expect(planNetwork(situation({ target: privateTarget, unreadable }))).toMatchObject({
      candidates: [],
      message: expect.stringContaining('none was found'),
      problems: [{ code: 'NETWORK_UNREADABLE', severity: 'warning', hint: expect.stringContaining(networkId('b')) }],
    });
    expect(codes({ target: privateTarget, unreadable, chosenSubnetId: subnetId('b', 'x') })).toEqual(['NETWORK_UNREADABLE']);
  });

  test('a private server that is named by its address: nobody knows its network', () => {
    const source = { ...publicSource, name: '10.9.8.7:5432', resourceId: undefined, access: 'private' as const };
    expect(codes({ source })).toEqual(['SUBNET_MISSING']);
    expect(codes({ source, target: privateTarget, virtualNetworks: [targetNetwork] })).toEqual([]);
  });
});

describe('network security groups', () => {
  const guarded = (more: Parameters<typeof rule>[0], where: 'third' | 'pg' = 'third') =>
    network('b', [
      subnet('b', 'pg', {
        delegations: delegated,
        addressPrefixes: ['10.0.9.0/24'],
        ...(where === 'pg' ? { securityGroup: { id: groupId('guard'), rules: [...defaultRules, rule(more)] } } : {}),
      }),
      subnet('b', 'third', where === 'third' ? { securityGroup: { id: groupId('guard'), rules: [...defaultRules, rule(more)] } } : {}),
    ]);
  const blocked = (more: Parameters<typeof rule>[0], where?: 'third' | 'pg') =>
    planNetwork(situation({ target: privateTarget, virtualNetworks: [guarded(more, where)] })).problems.map(
      ({ message }) => /blocks (.*):/.exec(message)?.[1],
    );

  test.each<[string, Parameters<typeof rule>[0], string[]]>([
    ['nothing', { access: 'Allow' }, []],
    [
      'the internet',
      { destinations: ['Internet'] },
      ['HTTPS to ServiceBus', 'HTTPS to Storage', 'HTTPS to AzureMonitor', "PostgreSQL to the source 'old'"],
    ],
    ['one service', { destinations: ['Storage'], destinationPorts: ['443'] }, ['HTTPS to Storage']],
    ['one service in this region', { destinations: ['ServiceBus.WestEurope'] }, ['HTTPS to ServiceBus']],
    ['one service in another region', { destinations: ['ServiceBus.EastUS'] }, []],
    ['ports of PostgreSQL', { destinationPorts: ['5000-6000'] }, ["PostgreSQL to the source 'old'", "PostgreSQL to the target 'new'"]],
    ['the network itself', { destinations: ['VirtualNetwork'] }, ["PostgreSQL to the target 'new'"]],
    ["the target's subnet", { destinations: ['10.0.8.0/22'] }, ["PostgreSQL to the target 'new'"]],
    ["a part of the target's subnet: perhaps", { destinations: ['10.0.9.4/32'] }, []],
    ['other ports', { destinationPorts: ['22', '80-90'] }, []],
    ['other protocols', { protocol: 'Udp' }, []],
    ['what comes in', { direction: 'Inbound' }, []],
    ['what others send', { sources: ['10.0.77.0/24'] }, []],
    ['application security groups: nobody can tell', { sources: [] }, []],
  ])('a rule at the subnet that denies %s', (_what, more, expected) => {
    expect(blocked(more)).toEqual(expected);
  });

  test.each<[string, Parameters<typeof rule>[0], number]>([
    ['everything', { direction: 'Inbound' }, 1],
    ['this subnet', { direction: 'Inbound', sources: ['10.0.1.0/24'], destinationPorts: ['5432'] }, 1],
    ['another subnet', { direction: 'Inbound', sources: ['10.0.2.0/24'] }, 0],
    ['what goes out', { direction: 'Outbound' }, 0],
  ])("a rule at the target's subnet that denies %s", (_what, more, count) => {
    expect(blocked(more, 'pg')).toEqual(Array(count).fill("PostgreSQL from the subnet 'third' to the target 'new'"));
  });

  test('the group at the subnet of a private endpoint counts only where it filters endpoints', () => {
    const securityGroup = { id: groupId('guard'), rules: [rule({ direction: 'Inbound' })] };
    for (const [filtersEndpoints, expected] of [
      [false, []],
      [true, ['SECURITY_GROUP_BLOCKS']],
    ] as const) {
      const away = network('a', [subnet('a', 'endpoints', { securityGroup, filtersEndpoints })]);
      expect(codes({ source: privateSource, target: privateTarget, virtualNetworks: [away, peeredTarget] })).toEqual(expected);
    }
  });

  test('the command allows it with a priority that is free, before the rule that denies', () => {
    const rules = [
      rule({ name: 'closed', priority: 200, destinationPorts: ['443'], destinations: ['Storage'] }),
      rule({ priority: 199, access: 'Allow', destinationPorts: ['1'] }),
    ];
    const only = network('a', [subnet('a', 'endpoints', { securityGroup: { id: groupId('guard'), rules } })]);
    expect(planNetwork(situation({ source: privateSource, virtualNetworks: [only] })).problems).toMatchObject([
      {
        code: 'SECURITY_GROUP_BLOCKS',
        message:
          "The rule 'closed' (priority 200) of the network security group 'guard' blocks HTTPS to Storage: port 443, outbound, at the subnet 'endpoints' of 'a'.",
        hint:
          "az network nsg rule create --subscription 'S' --resource-group 'net' --nsg-name 'guard' --name 'pgflex-outbound-443-198' --priority 198 " +
          '--direction Outbound --access Allow --protocol Tcp --source-address-prefixes 10.0.1.0/24 --destination-address-prefixes Storage --destination-port-ranges 443',
      },
    ]);
  });

  test('where no priority is free the hint is in words', () => {
    const only = network('a', [
      subnet('a', 'endpoints', { securityGroup: { id: groupId('guard'), rules: [rule({ priority: 100, destinations: ['Storage'] })] } }),
    ]);
    expect(planNetwork(situation({ source: privateSource, virtualNetworks: [only] })).problems).toMatchObject([
      { hint: 'Allow the traffic that is named in the network security group.' },
    ]);
  });
});

test('a subnet whose only fault can be mended is still taken where there is no better one, and the fault is told', () => {
  const securityGroup = { id: groupId('guard'), rules: [rule({ destinations: ['Storage'] })] };
  const only = network('b', [subnet('b', 'pg', { delegations: delegated }), subnet('b', 'third', { securityGroup })]);
  const plan = planNetwork(situation({ target: privateTarget, virtualNetworks: [only] }));
  expect(plan).toMatchObject({ subnet: { name: 'third' }, problems: [{ code: 'SECURITY_GROUP_BLOCKS' }] });
});
