// The Entra ID stand-in under the unmodified @azure/identity client, and its tokens under jose as the product checks them.

import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { type AzureServices, azureServices } from './azure-services';

let azure: AzureServices;
const scope = 'https://management.azure.com/.default';

beforeAll(async () => {
  azure = await azureServices();
});
afterAll(() => azure.end());

test('a client gets a token that its published keys verify, with the claims of Azure', async () => {
  const { services } = azure;
  const { token, expiresOnTimestamp } = await azure.credential('operator').getToken(scope);
  expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(3_500_000);
  const metadata = await json('GET', `/${services.tenantId}/v2.0/.well-known/openid-configuration`);
  const { payload } = await jwtVerify(token, createLocalJWKSet((await jsonAt('GET', metadata.body.jwks_uri)).body as never), {
    issuer: metadata.body.issuer,
    audience: 'https://management.azure.com',
  });
  const { clientId } = services.clients.operator;
  expect(payload).toMatchObject({
    tid: services.tenantId,
    appid: clientId,
    azp: clientId,
    roles: ['Migrations.Read', 'Migrations.Write', 'Migrations.Approve'],
  });
  expect(payload.oid).toBe(payload.sub);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  expect(JSON.stringify((await jsonAt('GET', metadata.body.jwks_uri)).body)).not.toMatch(/"(d|p|q)":/);
});

test('each seeded client has its roles', async () => {
  const rolesOf = async (name: 'reader' | 'writer' | 'approver' | 'none' | 'aadApp') =>
    decodeJwt((await azure.credential(name).getToken(scope)).token).roles;
  expect(await rolesOf('reader')).toEqual(['Migrations.Read']);
  expect(await rolesOf('writer')).toEqual(['Migrations.Read', 'Migrations.Write']);
  expect(await rolesOf('approver')).toEqual(['Migrations.Read', 'Migrations.Approve']);
  expect(await rolesOf('none')).toEqual([]);
  expect(await rolesOf('aadApp')).toEqual([]);
});

test('wrong secret, unknown client and wrong tenant give the errors that Azure gives', async () => {
  const { tenantId, clients } = azure.services;
  const { clientId, clientSecret } = clients.operator;
  await expect(credential(tenantId, clientId, 'wrong').getToken(scope)).rejects.toThrow(/AADSTS7000215/);
  await expect(credential(tenantId, '11111111-1111-4111-8111-111111111111', 'x').getToken(scope)).rejects.toThrow(/AADSTS700016/);
  await expect(credential('22222222-2222-4222-8222-222222222222', clientId, clientSecret).getToken(scope)).rejects.toThrow(/AADSTS90002/);
  expect(await tokenRequest({ grant_type: 'password', client_id: clientId, scope })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type' },
  });
  expect(
    await tokenRequest({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'x' }),
  ).toMatchObject({
    status: 400,
    body: { error: 'invalid_scope', error_codes: [1002012] },
  });
  expect(await tokenRequest({ grant_type: 'client_credentials', client_id: clientId, scope })).toMatchObject({
    status: 401,
    body: { error_codes: [7000218] },
  });
});

test('a client can be added and changed locally; an old secret of it stops working', async () => {
  const id = '33333333-3333-4333-8333-333333333333';
  const path = `/_local/clients/${id}`;
  const rights = { appRoles: ['Migrations.Read'], roleAssignments: [{ scope: '/subscriptions/s', role: 'Reader' }] };
  const created = await json('PUT', path, { clientSecret: 'first-canary', ...rights });
  expect(created).toMatchObject({ status: 201, body: { clientId: id, ...rights } });
  expect(JSON.stringify(created.body)).not.toContain('canary');
  const { tenantId } = azure.services;
  expect(decodeJwt((await credential(tenantId, id, 'first-canary').getToken(scope)).token).roles).toEqual(['Migrations.Read']);
  expect(await json('PUT', path, { clientSecret: 'second-canary' })).toMatchObject({ status: 200 });
  await expect(credential(tenantId, id, 'first-canary').getToken(scope)).rejects.toThrow(/AADSTS7000215/);
  expect(decodeJwt((await credential(tenantId, id, 'second-canary').getToken(scope)).token).roles).toEqual([]);
  expect(await json('PUT', path, { clientSecret: 7 })).toMatchObject({
    status: 400,
    body: { error_description: expect.stringContaining('clientSecret') },
  });
});

test('a restart keeps tenant, keys and clients; secrets given out before go on working, and none stands in a file or the log', async () => {
  const before = azure.services;
  const { token } = await azure.credential().getToken(scope);
  await azure.restart();
  const after = azure.services;
  expect(after).toMatchObject({ tenantId: before.tenantId, subscriptionId: before.subscriptionId });
  expect(after.clients.aadApp.clientId).toBe(before.clients.aadApp.clientId);
  expect(after.clients.aadApp.clientSecret).not.toBe(before.clients.aadApp.clientSecret);
  for (const { clientId, clientSecret } of [before.clients.aadApp, after.clients.aadApp]) {
    await credential(after.tenantId, clientId, clientSecret).getToken(scope);
  }
  const { keys } = (await json('GET', `/${after.tenantId}/discovery/v2.0/keys`)).body;
  await jwtVerify(token, createLocalJWKSet({ keys } as never));

  const written = await Promise.all(
    (await readdir(join(azure.directory, 'entra'))).map((name) => readFile(join(azure.directory, 'entra', name), 'utf8')),
  );
  const secrets = [before, after].flatMap(({ clients }) => Object.values(clients).map(({ clientSecret }) => clientSecret));
  for (const secret of [...secrets, 'first-canary', 'second-canary']) expect(`${written} ${azure.lines}`).not.toContain(secret);
});

function credential(tenantId: string, clientId: string, secret: string): ClientSecretCredential {
  const { tlsOptions, services } = azure;
  const retryOptions = { maxRetries: 0 };
  return new ClientSecretCredential(tenantId, clientId, secret, {
    authorityHost: services.entra.url,
    disableInstanceDiscovery: true,
    tlsOptions,
    retryOptions,
  });
}

interface JsonAnswer {
  status: number | undefined;
  body: Record<string, string>;
}

const json = (method: string, path: string, body?: unknown) =>
  jsonAt(method, `${azure.services.entra.url}${path}`, body && JSON.stringify(body));
const tokenRequest = (form: Record<string, string>) =>
  jsonAt('POST', `${azure.services.entra.url}/${azure.services.tenantId}/oauth2/v2.0/token`, new URLSearchParams(form).toString());

function jsonAt(method: string, url: string | undefined, body?: unknown): Promise<JsonAnswer> {
  return new Promise((settle, fail) => {
    const sent = request(url ?? '', { method, ca: azure.tlsOptions.ca, agent: false }, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      settle({ status: response.statusCode, body: JSON.parse(text) });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}
