// POST /api/estimate against the whole service, with authentication on.
import { readFile } from 'node:fs/promises';
import { newestMajor, sourceMajor } from '../../local/postgres/installations';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { startPostgres } from '../../local/postgres/start-postgres';
import { estimateAnswer } from '../../shared/contract/openapi/estimate-answer';
import { type ArmRequest, type ArmRequests, armRequests } from './support/arm-requests';
import { openScene, type Scene } from './support/scene';
import { dataFile, useService } from './support/service';
import { createSmallDatabase } from './support/small-database';

const passwords = { source: 'canary-source-5b1e', target: 'canary-target-c04d' };
const service = useService('--auth', 'on');
let source: PostgresServer;
let target: PostgresServer;
let scene: Scene;
let raw: ArmRequests;

beforeAll(async () => {
  [source, target] = await Promise.all([
    startPostgres({ major: sourceMajor(), passwords: { login: passwords.source } }),
    startPostgres({ major: newestMajor(), passwords: { login: passwords.target } }),
  ]);
  scene = await openScene(service, source, target);
  raw = await armRequests(service.endpoints, scene.targetId);
  await createSmallDatabase(source, 'shop', 50_000);
}, 60_000);
afterAll(() => Promise.all([source?.stop(), target?.stop()]));

/** What the service answers, with right properties but for the change. */
async function ask(change: Record<string, unknown> = {}, request: Pick<ArmRequest, 'as'> = {}) {
  const adminCredentials = { sourceServerPassword: passwords.source, targetServerPassword: passwords.target };
  const properties = {
    sourceDbServerResourceId: scene.sourceId,
    targetDbServerResourceId: scene.targetId,
    dbsToMigrate: ['shop'],
    secretParameters: { adminCredentials },
    ...change,
  };
  const reply = await raw.send('/api/estimate', { method: 'POST', body: { properties }, ...request });
  return { ...reply, error: (reply.body as { error?: object }).error };
}

test('an estimate of one database, with the form that the document says; without names, of all but postgres', async () => {
  const { status, body, text } = await ask({ dbsToMigrate: undefined });
  expect(status).toBe(200);
  expect(estimateAnswer.parse(body)).toMatchObject({ databases: [{ name: 'shop', tables: 1, indexes: 1 }], warnings: [] });
  expect(text).not.toContain('canary');
});

test.each([
  ['the source has no such database', { dbsToMigrate: ['shop', 'absent'] }, 'properties.dbsToMigrate[1]', /'absent'/],
  [
    'the password of the target is refused',
    { secretParameters: { adminCredentials: { sourceServerPassword: passwords.source, targetServerPassword: 'canary-wrong' } } },
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
  expect(text).not.toContain('canary');
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

test('nothing of it stays: no database, no migration, no password in a log', async () => {
  expect(await target.run('postgres', `SELECT datname FROM pg_database WHERE datname LIKE 'pgflex%'`)).toEqual([]);
  expect((await raw.send('/api/migrations')).body).toMatchObject({ value: [] });
  expect(await readFile(dataFile(service, 'logs', 'host.log'), 'utf8')).not.toContain('canary');
});
