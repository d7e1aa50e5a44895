// What people get wrong: each mistake is answered at once by a clear error, or ends the migration as Failed with a code and a hint.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { migrationBody } from '../../../local/demo/client/migration-client';
import { type JsonReply, type JsonRequest, requestJson } from '../../../local/demo/client/request-json';
import type { SourceAndTarget } from '../../support/source-and-target';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { untilEnded } from '../support/until';

export function mistakes(service: Service, servers: SourceAndTarget): void {
  let scene: Scene;
  let unused = 0;
  const newName = () => `mistake-${++unused}`;

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target);
    await servers.source.createDatabase('app');
  });

  /** The service's answer to a PUT, and what it says is wrong. */
  async function put(
    body: JsonRequest['body'],
    { name = newName(), version = '2025-08-01' } = {},
  ): Promise<JsonReply & { error: ArmError }> {
    const url = `${service.endpoints.api}${scene.targetId}/migrations/${name}?api-version=${version}`;
    const reply = await requestJson(url, { method: 'PUT', body });
    return { ...reply, error: (reply.body as { error?: ArmError } | undefined)?.error ?? { code: '', message: '' } };
  }

  interface ArmError {
    code: string;
    message: string;
    details?: { target?: string; message: string }[];
  }

  const body = (databases: string[], change: Partial<ReturnType<Scene['properties']>> = {}) =>
    migrationBody({ ...scene.properties(databases), ...change });

  describe('answered at once', () => {
    test('nine databases: 400 that says how many migrations to create', async () => {
      const { status, error } = await put(body(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']));
      expect({ status, code: error.code }).toEqual({ status: 400, code: 'InvalidParameter' });
      expect(JSON.stringify(error)).toMatch(/2 migrations/);
    });

    test("a name that starts with '-': 400 with the rule", async () => {
      const { status, error } = await put(body(['app']), { name: '-first' });
      expect(status).toBe(400);
      expect(JSON.stringify(error)).toMatch(/not starting with '-'/);
    });

    test('malformed JSON: 400 with the place', async () => {
      const { status, error } = await put('{"location": "local",\n "properties": {,}}');
      expect(status).toBe(400);
      expect(error.message).toMatch(/line 2/i);
    });

    test.each(['2019-01-01', ''])("api-version '%s': 400 that lists the ones that are served", async (version) => {
      const { status, error } = await put(body(['app']), { version });
      expect({ status, code: error.code }).toEqual({ status: 400, code: expect.stringMatching(/ApiVersion/) });
      expect(error.message).toMatch(/2025-08-01/);
    });

    test('no password: 400 that names the property', async () => {
      const { status, error } = await put(body(['app'], { targetPassword: '' }));
      expect(status).toBe(400);
      expect(error.details).toEqual([expect.objectContaining({ target: expect.stringMatching(/targetServerPassword/) })]);
    });

    test('several mistakes: all of them in one answer', async () => {
      const { status, error } = await put(body(['template1', 'app', 'app'], { sourcePassword: '' }), { name: 'a_b' });
      expect(status).toBe(400);
      expect(error.details?.length).toBeGreaterThanOrEqual(4);
    });

    test('a name that is used: 409 that says so; the same content again: 200', async () => {
      await servers.source.createDatabase('twice');
      const name = newName();
      expect((await put(body(['twice']), { name })).status).toBe(201);
      expect((await put(body(['twice']), { name })).status).toBe(200);
      const { status, error } = await put(body(['app']), { name });
      expect(status).toBe(409);
      expect(error.message).toContain(name);
    });
  });

  describe('found on the servers', () => {
    let silent: Server;
    const accepted = new Set<Socket>();
    beforeAll(async () => {
      silent = createServer((socket) => accepted.add(socket)).listen(0, '127.0.0.1');
      await once(silent, 'listening');
    });
    afterAll(() => {
      for (const socket of accepted) socket.destroy();
      silent.close();
    });

    const silentAddress = () => `127.0.0.1:${(silent.address() as AddressInfo).port}@pgadmin`;
    const mistakes: [what: string, code: string, message: RegExp, change: () => Parameters<typeof body>][] = [
      ['the password of the source is wrong', 'LOGIN_FAILED', /source|127\.0\.0\.1/i, () => [['app'], { sourcePassword: 'not-it' }]],
      ['the password of the target is wrong', 'LOGIN_FAILED', /target|127\.0\.0\.1/i, () => [['app'], { targetPassword: 'not-it' }]],
      ['a database is not on the source', 'SOURCE_DATABASE_MISSING', /"?nowhere"?/, () => [['nowhere']]],
      [
        'nothing listens at the source',
        'SERVER_UNREACHABLE',
        /127\.0\.0\.1/,
        () => [['app'], { sourceDbServerResourceId: '127.0.0.1:1@pgadmin' }],
      ],
      ['the source never answers', 'SERVER_UNREACHABLE', /127\.0\.0\.1/, () => [['app'], { sourceDbServerResourceId: silentAddress() }]],
      [
        'the source does not exist in Azure',
        'SOURCE_SERVER_NOT_FOUND',
        /gone/,
        () => [['app'], { sourceDbServerResourceId: scene.sourceId.replace(/source$/, 'gone') }],
      ],
    ];
    test.each(mistakes)('%s: Failed with %s, a hint, and nothing of the passwords', async (_what, code, message, change) => {
      const reply = await put(body(...change()));
      expect(reply.status).toBe(201);
      const { migrationId } = (reply.body as { properties: { migrationId: string } }).properties;
      const ended = await untilEnded(scene.client, migrationId);
      expect(ended).toMatchObject({
        state: 'Failed',
        error: { code, message: expect.stringMatching(message), hint: expect.stringMatching(/\w+/) },
      });
      expect(JSON.stringify(ended)).not.toContain('not-it');
    });
  });
}
