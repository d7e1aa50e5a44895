// What is asked before a migration, against the whole service with authentication on: the estimate, the network plan, the catalog.
import { readFile } from 'node:fs/promises';
import { estimateAnswer } from '../../../shared/contract/openapi/estimate-answer';
import { networkPlan, serverList, serverLook } from '../../../shared/contract/openapi/network-answers';
import type { SourceAndTarget } from '../../support/source-and-target';
import { type ArmRequest, type ArmRequests, armRequests } from '../support/arm-requests';
import { openScene, type Scene } from '../support/scene';
import { dataFile, type Service } from '../support/service';
import { createSmallDatabase } from '../support/small-database';

export function beforeMigration(service: Service, servers: SourceAndTarget): void {
  const wrongPassword = 'canary-wrong';
  let scene: Scene;
  let raw: ArmRequests;

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target);
    raw = await armRequests(service.endpoints, scene.targetId);
    await createSmallDatabase(servers.source, 'shop', 50_000);
  });

  const passwordsIn = (text: string) =>
    [servers.source.login.password, servers.target.login.password, wrongPassword].filter((password) => text.includes(password));

  /** What the service answers, with right properties but for the change. */
  async function ask(change: Record<string, unknown> = {}, request: Pick<ArmRequest, 'as'> = {}) {
    const { targetPassword = servers.target.login.password, ...changed } = change;
    const adminCredentials = {
      sourceServerPassword: servers.source.login.password,
      targetServerPassword: targetPassword,
    };
    const properties = {
      sourceDbServerResourceId: scene.sourceId,
      targetDbServerResourceId: scene.targetId,
      dbsToMigrate: ['shop'],
      secretParameters: { adminCredentials },
      ...changed,
    };
    const reply = await raw.send('/api/estimate', { method: 'POST', body: { properties }, ...request });
    return { ...reply, error: (reply.body as { error?: object }).error };
  }

  test('an estimate of one database, with the form that the document says; without names, of all but postgres', async () => {
    const { status, body, text } = await ask({ dbsToMigrate: undefined });
    expect(status).toBe(200);
    expect(estimateAnswer.parse(body)).toMatchObject({ databases: [{ name: 'shop', tables: 1, indexes: 1 }], warnings: [] });
    expect(passwordsIn(text)).toEqual([]);
  });

  test.each([
    ['the source has no such database', { dbsToMigrate: ['shop', 'absent'] }, 'properties.dbsToMigrate[1]', /'absent'/],
    [
      'the password of the target is refused',
      { targetPassword: wrongPassword },
      'properties.secretParameters.adminCredentials.targetServerPassword',
      /LOGIN_FAILED/,
    ],
    [
      'nothing listens at the source',
      { sourceDbServerResourceId: '127.0.0.1:1@pgadmin' },
      'properties.sourceDbServerResourceId',
      /SERVER_UNREACHABLE/,
    ],
  ])('%s: 400 that names the field', async (_what, change, field, message) => {
    const { status, error, text } = await ask(change);
    expect({ status, error }).toMatchObject({
      status: 400,
      error: { code: 'InvalidParameter', target: field, message: expect.stringMatching(message) },
    });
    expect(passwordsIn(text)).toEqual([]);
  });

  test('a target server that Azure does not know: 400 that names the field', async () => {
    const { status, error } = await ask({ targetDbServerResourceId: scene.targetId.replace(/target$/, 'gone') });
    expect({ status, error }).toMatchObject({
      status: 400,
      error: { target: 'properties.targetDbServerResourceId', message: expect.stringContaining('TARGET_SERVER_NOT_FOUND') },
    });
  });

  test('who may only read is refused: it writes on the target for a while', async () => {
    expect(await ask({}, { as: 'reader' })).toMatchObject({ status: 403, error: { message: expect.stringContaining('Migrations.Write') } });
  });

  describe('POST /api/network-plan', () => {
    const plan = (change: Record<string, unknown>, request: Pick<ArmRequest, 'as'> = {}) => {
      const properties = { sourceDbServerResourceId: scene.sourceId, targetDbServerResourceId: scene.targetId, ...change };
      return raw.send('/api/network-plan', { method: 'POST', body: { properties }, ...request });
    };

    test('both servers are public, and both answer from here', async () => {
      const { status, body } = await plan({ testConnection: true });
      expect(status).toBe(200);
      expect(networkPlan.parse(body)).toMatchObject({
        path: 'public',
        problems: [{ code: 'FIREWALL_NOT_MANAGED' }, { code: 'FIREWALL_NOT_MANAGED' }],
        reachability: [
          { side: 'source', host: '127.0.0.1', port: servers.source.port },
          { side: 'target', host: '127.0.0.1', port: servers.target.port },
        ],
      });
      expect(JSON.stringify(body)).not.toContain('"problem"');
    });

    test('a server that Azure does not know is named by its field; who may only read is refused', async () => {
      expect(await plan({ sourceDbServerResourceId: `${scene.sourceId}-gone` })).toMatchObject({
        status: 400,
        body: { error: { target: 'properties.sourceDbServerResourceId', message: expect.stringContaining('SOURCE_SERVER_NOT_FOUND') } },
      });
      expect(await plan({}, { as: 'reader' })).toMatchObject({ status: 403 });
    });
  });

  describe('the catalog', () => {
    const login = (change: Record<string, unknown>, request: Pick<ArmRequest, 'as'> = {}) => {
      const body = { server: scene.sourceId, password: servers.source.login.password, ...change };
      return raw.send('/api/catalog/databases', { method: 'POST', body, ...request });
    };

    test('servers, for whoever may read', async () => {
      const { subscriptionId, resourceGroup } = service.endpoints;
      const list = (query: string) =>
        raw.send(`/api/catalog/servers?subscriptionId=${subscriptionId}&resourceGroup=${resourceGroup}${query}`, { as: 'reader' });
      expect(serverList.parse((await list('')).body).value).toMatchObject([
        {
          kind: 'singleServer',
          name: 'source',
          version: String(servers.source.major),
          state: 'Ready',
          administratorLogin: servers.source.login.user,
        },
        { kind: 'flexibleServer', name: 'target', fullyQualifiedDomainName: `127.0.0.1:${servers.target.port}` },
      ]);
      expect(serverList.parse((await list('&kind=target')).body).value).toMatchObject([{ name: 'target' }]);
      expect(await list('&kind=both')).toMatchObject({ status: 400, body: { error: { target: 'kind' } } });
      expect(await raw.send(`/api/catalog/servers?subscriptionId=${subscriptionId}`, { as: 'none' })).toMatchObject({ status: 403 });
    });

    test('the databases of a server with their sizes, by its id or its address', async () => {
      for (const change of [{}, { server: `127.0.0.1:${servers.source.port}@${servers.source.login.user}` }]) {
        const { status, body, text } = await login(change);
        expect(status).toBe(200);
        const { server, value } = serverLook.parse(body);
        expect(server).toMatchObject({
          host: '127.0.0.1',
          port: servers.source.port,
          version: expect.stringMatching(`^${servers.source.major}\\b`),
        });
        expect(value.map(({ name }) => name)).toEqual(['postgres', 'shop', 'template0', 'template1']);
        const shop = { name: 'shop', owner: servers.source.login.user, encoding: 'UTF8', isSystem: false, isOpen: true };
        expect(value[1]).toMatchObject({ ...shop, sizeBytes: await sizeOf('shop') });
        expect(value[2]).toMatchObject({ isSystem: true, isOpen: false });
        expect(passwordsIn(text)).toEqual([]);
      }
    });

    test.each([
      ['a wrong password', { password: wrongPassword }, 'password', /LOGIN_FAILED/],
      ['nothing listens', { server: '127.0.0.1:1@x' }, 'server', /SERVER_UNREACHABLE: Nothing listens at 127\.0\.0\.1:1/],
      ['no such name', { fullyQualifiedDomainName: 'no-such-host.invalid' }, 'server', /DNS_FAILED/],
      ['no such server', { server: '/subscriptions/S/resourceGroups/rg/servers/x' }, 'server', /is not the resource id/],
    ])('%s: 400 that names the field', async (_what, change, target, message) => {
      const { status, body, text } = await login(change);
      expect({ status, body }).toMatchObject({ status: 400, body: { error: { target, message: expect.stringMatching(message) } } });
      expect(passwordsIn(text)).toEqual([]);
    });

    test('who may only read does not log in anywhere', async () => {
      expect(await login({}, { as: 'reader' })).toMatchObject({ status: 403 });
    });
  });

  async function sizeOf(database: string): Promise<number> {
    const [row] = await servers.source.run<{ size: string }>('postgres', 'SELECT pg_database_size($1)::text AS size', {
      parameters: [database],
    });
    return Number(row?.size);
  }

  test('nothing of it stays: no database, no migration, no password in a log', async () => {
    expect(await servers.target.run('postgres', `SELECT datname FROM pg_database WHERE datname LIKE 'pgflex%'`)).toEqual([]);
    expect((await raw.send('/api/migrations')).body).toMatchObject({ value: [] });
    expect(passwordsIn(await readFile(dataFile(service, 'logs', 'host.log'), 'utf8'))).toEqual([]);
  });
}
