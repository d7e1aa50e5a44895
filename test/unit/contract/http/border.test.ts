import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { Access } from '../../../../functions/http/answer-request';
import { ok } from '../../../../functions/http/answers';
import { apiHandler } from '../../../../functions/http/api-handler';
import { type ArmRequest, armHandler } from '../../../../functions/http/arm-handler';
import { Rejection } from '../../../../shared/domain/rejections';
import { type Authority, audience, startAuthority, tenantId } from '../../auth/authority';

const path = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/target/migrations/m';
const params = { subscriptionId: 'S', resourceGroup: 'rg', server: 'target', name: 'm' };

let authority: Authority;
/** Stands where the Durable extension is: answers every call with this status. */
let extension: Server;
let extensionStatus = 202;
let extensionCalls: string[] = [];

beforeAll(async () => {
  authority = await startAuthority();
  Object.assign(process.env, {
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    PGFLEX_KEY_VAULT_URL: 'https://vault.example.com',
    PGFLEX_SERVICE_BUS: 'bus.example.com',
    PGFLEX_AUTH: 'on',
    PGFLEX_TOKEN_AUDIENCE: audience,
    AZURE_AUTHORITY_HOST: authority.host,
    AZURE_TENANT_ID: tenantId,
    WEBSITE_HOSTNAME: 'localhost:7071',
  });
  extension = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      extensionCalls.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(extensionStatus, { 'content-type': 'application/json', connection: 'close' });
      response.end(extensionStatus < 300 ? '{"id":"i"}' : '{"Message":"no"}');
    });
  });
  await new Promise<void>((resolve) => extension.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await authority.close();
  await new Promise((resolve) => extension.close(resolve));
});
beforeEach(() => {
  extensionStatus = 202;
  extensionCalls = [];
});

const logged: string[] = [];
function contextOf(): InvocationContext {
  const input = df.input.durableClient();
  const context = new InvocationContext({
    invocationId: 'invocation-1',
    functionName: 'fn',
    options: { extraInputs: [input] },
    logHandler: (_level, ...parts) => logged.push(parts.join(' ')),
  });
  const base = `http://127.0.0.1:${(extension.address() as AddressInfo).port}/`;
  context.extraInputs.set(input, { taskHubName: 'hub', creationUrls: {}, managementUrls: {}, rpcBaseUrl: base });
  return context;
}

interface Given {
  roles?: string[];
  query?: string;
  headers?: Record<string, string>;
  params?: Record<string, string>;
  anonymous?: boolean;
}

async function call(access: Access, answer: (request: ArmRequest) => Promise<HttpResponseInit>, given: Given = {}) {
  const { roles = ['Migrations.Read'], query = '?api-version=2025-08-01', headers = {} } = given;
  const token: Record<string, string> = given.anonymous ? {} : { authorization: `Bearer ${await authority.token({ claims: { roles } })}` };
  const request = new HttpRequest({
    method: 'GET',
    url: `http://localhost${path}${query}`,
    headers: { ...token, ...headers },
    params: given.params ?? params,
  });
  const response = (await armHandler(access, answer)(request, contextOf())) as HttpResponseInit;
  return { status: response.status, headers: new Headers(response.headers as Record<string, string>), body: response.jsonBody };
}

const read: Access = ['Migrations.Read'];

test('a handler gets what the path, the query and the token say; the answer carries the ids of the request', async () => {
  let seen: ArmRequest | undefined;
  const headers = { 'x-ms-client-request-id': 'client-7', 'x-ms-correlation-request-id': 'corr-7' };
  const answer = await call(
    read,
    async (request) => {
      seen = request;
      return ok({ a: 1 }, { etag: '"e"', ignored: ['properties.ä', 'x,y'] });
    },
    { headers },
  );
  expect(seen).toMatchObject({
    target: { subscriptionId: 'S', resourceGroup: 'rg', server: 'target' },
    name: 'm',
    version: { name: '2025-08-01' },
    principal: { name: 'client-1' },
  });
  expect(answer).toMatchObject({ status: 200, body: { a: 1 } });
  expect(Object.fromEntries(answer.headers)).toEqual({
    'cache-control': 'no-cache',
    'content-type': 'application/json; charset=utf-8',
    etag: '"e"',
    'x-ms-client-request-id': 'client-7',
    'x-ms-correlation-request-id': 'corr-7',
    'x-ms-pgflex-ignored-properties': 'properties.%C3%A4, x%2Cy',
    'x-ms-request-id': 'invocation-1',
  });
});

test('ids from outside that could not be logged safely are not repeated', async () => {
  const { headers } = await call(read, async () => ok({}), {
    headers: { 'x-ms-client-request-id': 'a b<script>', 'x-ms-correlation-request-id': '' },
  });
  expect(headers.get('x-ms-client-request-id')).toBeNull();
  expect(headers.get('x-ms-correlation-request-id')).toBe('invocation-1');
});

test('without a token: 401 that says where to get one', async () => {
  const answer = await call(read, async () => ok({}), { anonymous: true });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AuthenticationFailed' } } });
  const challenge = answer.headers.get('www-authenticate');
  expect(challenge).toContain(`Bearer authorization_uri="${authority.host}/${tenantId}", resource="${audience}", error="invalid_token"`);
});

test.each<[Access, string]>([
  [['Migrations.Write'], "'client-1' lacks the app role 'Migrations.Write'."],
  [['Migrations.Write', 'Migrations.Approve'], "'client-1' lacks the app role 'Migrations.Write' or 'Migrations.Approve'."],
])('without the role %j: 403 that names it', async (access, message) => {
  const answer = await call(access, async () => ok({}));
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed', message } } });
  expect(answer.headers.get('x-ms-error-code')).toBe('AuthorizationFailed');
});

test.each([
  ['', 'MissingApiVersionParameter'],
  ['?api-version=', 'MissingApiVersionParameter'],
  ['?api-version=2020-01-01', 'InvalidApiVersionParameter'],
  ['?api-version=2025-08-01,2025-08-01', 'InvalidApiVersionParameter'],
])('the query %j: 400 that lists the served versions', async (query, code) => {
  const { status, body } = await call(read, async () => ok({}), { query });
  expect({ status, body }).toMatchObject({
    status: 400,
    body: { error: { code, message: expect.stringContaining("'2025-08-01', '2024-08-01'") } },
  });
});

test('the name of the parameter api-version is case-insensitive', async () => {
  expect(await call(read, async () => ok({}), { query: '?API-Version=2024-08-01' })).toMatchObject({ status: 200 });
});

test('impossible names in the path are told together', async () => {
  const { status, body } = await call(read, async () => ok({}), { params: { ...params, server: 'a b', resourceGroup: 'x/y' } });
  expect({ status, body }).toMatchObject({
    status: 400,
    body: { error: { code: 'InvalidParameter', details: [{ target: 'resourceGroup' }, { target: 'server' }] } },
  });
});

test('a rejection becomes an ARM envelope with its status, details and Retry-After', async () => {
  const details = [{ code: 'InvalidParameter' as const, target: 'a', message: 'm' }];
  const answer = await call(read, async () => {
    throw new Rejection('DatabaseInUse', 'busy', { target: 't', details, retryAfterSeconds: 9.2 });
  });
  expect(answer).toMatchObject({ status: 409, body: { error: { code: 'DatabaseInUse', message: 'busy', target: 't', details } } });
  expect(answer.headers.get('retry-after')).toBe('10');
});

test('anything else is a 500 that tells nothing but the request id; the log has the stack and no fields of SDK errors', async () => {
  logged.length = 0;
  const { status, body } = await call(read, async () => {
    const cause = Object.assign(new Error('inner'), { request: { body: 'secret-1' } });
    throw Object.assign(new Error('outer', { cause }), { code: 'E1', config: { password: 'secret-2' } });
  });
  expect(status).toBe(500);
  expect(body).toEqual({
    error: { code: 'InternalServerError', message: 'An error of this service. Report it with the request id invocation-1.' },
  });
  expect(logged.join('\n')).toMatch(/Request invocation-1 to fn failed: Error \(E1\): outer\n\s+at [\s\S]*Caused by Error: inner/);
  expect(logged.join('\n')).not.toContain('secret');
});

test('a store or vault that does not answer is a 503 that says when to try again', async () => {
  const answer = await call(read, async () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { name: 'RestError', code: 'REQUEST_SEND_ERROR' });
  });
  expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DependencyUnavailable' } } });
  expect(answer.headers.get('retry-after')).toBe('5');
});

test('open routes ask for no token', async () => {
  const request = new HttpRequest({ method: 'GET', url: 'http://localhost/api/health' });
  expect(await apiHandler('anybody', async () => ok({ a: 1 }))(request, contextOf())).toMatchObject({ status: 200, jsonBody: { a: 1 } });
});

describe('the durable client', () => {
  const start = () =>
    call(read, async ({ durable }) => {
      await durable.start('id-1');
      return ok({});
    });
  const raise = () =>
    call(read, async ({ durable }) => {
      await durable.raise('id-1:steps', 'wait:w1');
      return ok({});
    });

  test('starts the root orchestration under the id of the migration', async () => {
    expect(await start()).toMatchObject({ status: 200 });
    expect(extensionCalls).toEqual(['POST /orchestrators/migration/id-1 {"migrationId":"id-1"}']);
  });

  test('raises an event by its name', async () => {
    expect(await raise()).toMatchObject({ status: 200 });
    expect(extensionCalls[0]).toMatch(/^POST \/instances\/id-1:steps\/raiseEvent\/wait:w1/);
  });

  test.each([409])('start: %d is success, the instance lives', async (status) => {
    extensionStatus = status;
    expect(await start()).toMatchObject({ status: 200 });
  });

  test.each([404, 410])('raise: %d is success, the instance is gone', async (status) => {
    extensionStatus = status;
    expect(await raise()).toMatchObject({ status: 200 });
  });

  test('any other answer is an error', async () => {
    extensionStatus = 500;
    expect(await start()).toMatchObject({ status: 500 });
    expect(await raise()).toMatchObject({ status: 500 });
  });
});
