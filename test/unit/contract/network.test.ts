// Bodies and parameters of the network plan and the catalog: what they take, and what they refuse by which name.
import { readScope, readServer, readServerKind, readVirtualNetwork } from '../../../shared/contract/catalog-query';
import { decodeNetworkPlan } from '../../../shared/contract/decode-network-plan';
import { decodeServerLogin } from '../../../shared/contract/decode-server-login';
import { Rejection } from '../../../shared/domain/rejections';
import { canaries, sourceId } from './bodies';

const targetId = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/target';
const subnetId = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s';
const now = new Date();

function violations(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return (error.extra.details ?? [{ message: error.message }]).map(({ message }) => message);
  }
  return [];
}

describe('the network plan', () => {
  const properties = { sourceDbServerResourceId: sourceId, targetDbServerResourceId: targetId };
  const plan = (body: Record<string, unknown>) => decodeNetworkPlan(body, { now });

  test("takes PUT's properties as they are or inside properties, in any casing; no password is needed", () => {
    for (const body of [
      properties,
      { properties: { ...properties, dbsToMigrate: 7 } },
      { Properties: { SourceDBServerResourceId: sourceId, targetDbServerResourceId: targetId } },
    ]) {
      expect(plan(body)).toEqual({
        target: { subscriptionId: 'S', resourceGroup: 'rg', server: 'target' },
        request: expect.objectContaining({ sourceServer: expect.objectContaining({ server: 'src' }) }),
        testConnection: false,
      });
    }
  });

  test('takes the subnet, the AAD app, and whether to test the connections', () => {
    const aadApp = { clientId: 'c', tenantId: 't', aadSecret: canaries.aad };
    const secretParameters = { adminCredentials: { sourceServerPassword: canaries.source }, aadApp };
    const migrationResourceGroup = { resourceId: '/subscriptions/S/resourceGroups/x', subnetResourceId: `${subnetId.slice(1)}/` };
    expect(plan({ ...properties, secretParameters, migrationResourceGroup, testConnection: 'True' })).toMatchObject({
      chosenSubnetId: subnetId,
      aadApp,
      testConnection: true,
    });
  });

  test('names everything that is wrong', () => {
    expect(violations(() => plan({}))).toEqual([
      'properties.sourceDbServerResourceId is required.',
      'properties.targetDbServerResourceId is required.',
    ]);
    const wrong = {
      ...properties,
      targetDbServerResourceId: 'x',
      testConnection: 'maybe',
      migrationResourceGroup: { subnetResourceId: `${subnetId}?x` },
    };
    expect(violations(() => plan(wrong))).toEqual([
      expect.stringMatching(/^properties\.migrationResourceGroup\.subnetResourceId must be the resource id of a subnet/),
      `properties.testConnection must be "True" or "False", not 'maybe'.`,
      expect.stringMatching(/^properties\.targetDbServerResourceId must be the resource id of the target flexible server/),
    ]);
  });

  test('refuses a host that the service must not be sent to', () => {
    const body = { ...properties, sourceDbServerResourceId: '169.254.169.254:80@x' };
    const refuse = () => decodeNetworkPlan(body, { now, serverProblem: (host) => `names '${host}', which is not allowed` });
    expect(violations(refuse)).toEqual(["properties.sourceDbServerResourceId names '169.254.169.254', which is not allowed."]);
  });
});

describe('the login to a server', () => {
  const login = (body: Record<string, unknown>) => decodeServerLogin(body, { now });

  test('takes an id or an address, with a user, a password and how TLS is checked', () => {
    expect(login({ server: sourceId, password: canaries.source })).toMatchObject({
      server: { sourceServer: { kind: 'singleServer', server: 'src' } },
      password: canaries.source,
    });
    expect(
      login({ Server: 'db.example.com:5433@boss', Password: 'p', sslMode: 'verifyfull', fullyQualifiedDomainName: 'db.internal' }),
    ).toMatchObject({
      server: {
        sourceServer: { kind: 'address', host: 'db.example.com', port: 5433, user: 'boss' },
        sourceHost: 'db.internal',
        sslMode: 'VerifyFull',
      },
    });
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{}, ['server is required.', 'password is required.']],
    [{ server: 'db.example.com', password: 'p' }, [expect.stringMatching(/^server has no user: 'db.example.com'/)]],
    [{ server: 'h@a', user: 'b', password: 'p' }, [expect.stringMatching(/^server names the user 'a', but user is 'b'/)]],
    [{ server: 'h@a', password: 5 }, ['password must be a string, not a number.']],
    [
      { server: sourceId, password: 'p', fullyQualifiedDomainName: 'a b' },
      [expect.stringMatching(/^fullyQualifiedDomainName must be a host name/)],
    ],
  ])('%j is refused', (body, expected) => {
    expect(violations(() => login(body))).toEqual(expected);
  });

  test('no refusal repeats the password', () => {
    const told = violations(() => login({ server: `postgres://u:${canaries.source}@h`, password: canaries.source, sslMode: 'x' }));
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain(canaries.source);
  });
});

describe('the parameters of the catalog', () => {
  const query = (text: string) => new URLSearchParams(text);
  const subscriptionId = '11111111-1111-4111-8111-11111111111a';

  test('are read', () => {
    expect(readScope(query(`subscriptionId=${subscriptionId}`))).toEqual({ subscriptionId });
    expect(readScope(query(`subscriptionId=${subscriptionId}&resourceGroup=a.b(c)`))).toEqual({ subscriptionId, resourceGroup: 'a.b(c)' });
    expect(readServerKind(query(''))).toBe('source');
    expect(readServerKind(query('kind=Target'))).toBe('target');
    expect(readServer(query(`server=${targetId}`))).toMatchObject({ kind: 'flexibleServer', server: 'target' });
    expect(
      readVirtualNetwork(query('virtualNetwork=subscriptions/S/resourceGroups/rg/providers/microsoft.network/virtualnetworks/v/')),
    ).toBe('/subscriptions/S/resourceGroups/rg/providers/microsoft.network/virtualnetworks/v');
  });

  test.each<[(given: URLSearchParams) => unknown, string, string[]]>([
    [readScope, '', ['subscriptionId is required.']],
    [
      readScope,
      'subscriptionId=../x&resourceGroup=a/b',
      [
        "subscriptionId must be the id of a subscription, a GUID, not '../x'.",
        "resourceGroup must be 1 to 90 letters, digits, '-', '_', '.', '(' or ')', not 'a/b'.",
      ],
    ],
    [readServerKind, 'kind=both', ["kind must be 'source' or 'target', not 'both'."]],
    [readServer, '', ['server is required.']],
    [
      readServer,
      `server=${targetId}/databases/x`,
      [expect.stringMatching(/^server must be the resource id of a Single or Flexible Server/)],
    ],
    [
      readVirtualNetwork,
      `virtualNetwork=${subnetId}`,
      [expect.stringMatching(/^virtualNetwork must be the resource id of a virtual network/)],
    ],
    [readVirtualNetwork, 'virtualNetwork=/subscriptions/S/../x', [expect.stringMatching(/^virtualNetwork must be/)]],
  ])('%p refuses %j by the name of the parameter', (read, text, expected) => {
    expect(violations(() => read(query(text)))).toEqual(expected);
  });
});
