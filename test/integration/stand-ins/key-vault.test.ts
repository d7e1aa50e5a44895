// The Key Vault stand-in under the unmodified @azure/keyvault-secrets client.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretClient } from '@azure/keyvault-secrets';
import { type AzureServices, azureServices } from './azure-services';

let azure: AzureServices;
let client: SecretClient;
const pollOften = { intervalInMs: 10 };

beforeAll(async () => {
  azure = await azureServices();
  client = newClient();
});
afterAll(() => azure.end());

test('a secret is set, read by version and newest, and keeps expiry, tags and content type', async () => {
  const expiresOn = new Date(Date.UTC(2037, 0, 1)); // the SDK writes dates after 2038 as negative numbers
  const first = await client.setSecret('m-1-source', 'one', { expiresOn, tags: { migration: '1' }, contentType: 'text/plain' });
  await client.setSecret('m-1-source', 'two');
  expect(await client.getSecret('M-1-Source')).toMatchObject({ value: 'two', name: 'm-1-source' });
  const old = await client.getSecret('m-1-source', { version: first.properties.version });
  expect(old.value).toBe('one');
  expect(old.properties).toMatchObject({
    expiresOn,
    tags: { migration: '1' },
    contentType: 'text/plain',
    enabled: true,
    recoverableDays: 7,
  });
  expect(old.properties.createdOn?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test('properties are updated one by one, and a disabled secret cannot be read', async () => {
  const { properties } = await client.setSecret('update', 'x', { contentType: 'kept' });
  await client.updateSecretProperties('update', properties.version ?? '', { enabled: false });
  await expect(client.getSecret('update')).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' });
  await client.updateSecretProperties('update', properties.version ?? '', { enabled: true });
  expect((await client.getSecret('update')).properties.contentType).toBe('kept');
});

test('lists go over several pages and hold no values', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, index) => client.setSecret(`page-${index}`, `value-${index}`)));
  const names: string[] = [];
  for await (const properties of client.listPropertiesOfSecrets()) {
    names.push(properties.name);
    expect(properties).not.toHaveProperty('value');
  }
  expect(names.filter((name) => name.startsWith('page-'))).toHaveLength(30);
  await client.setSecret('page-0', 'again');
  const versions = [];
  for await (const properties of client.listPropertiesOfSecretVersions('page-0')) versions.push(properties.version);
  expect(new Set(versions).size).toBe(2);
});

test('a deleted secret blocks its name until it is recovered or purged', async () => {
  await client.setSecret('gone', 'v1');
  const deleted = await (await client.beginDeleteSecret('gone', pollOften)).pollUntilDone();
  expect(deleted.recoveryId).toContain('/deletedsecrets/gone');
  await expect(client.getSecret('gone')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
  await expect(client.setSecret('gone', 'v2')).rejects.toMatchObject({ statusCode: 409, code: 'Conflict' });
  const names = [];
  for await (const { name } of client.listDeletedSecrets()) names.push(name);
  expect(names).toContain('gone');

  await (await client.beginRecoverDeletedSecret('gone', pollOften)).pollUntilDone();
  expect((await client.getSecret('gone')).value).toBe('v1');

  await (await client.beginDeleteSecret('gone', pollOften)).pollUntilDone();
  await client.purgeDeletedSecret('gone');
  await expect(client.getDeletedSecret('gone')).rejects.toMatchObject({ statusCode: 404 });
  await expect(client.beginDeleteSecret('gone')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
  expect((await client.setSecret('gone', 'v3')).value).toBe('v3');
});

test('bad names and values are refused without quoting the value', async () => {
  await expect(client.setSecret('under_score', 'x')).rejects.toMatchObject({ statusCode: 400, code: 'BadParameter' });
  const tooLong = 'canary'.repeat(10_000);
  await expect(client.setSecret('long', tooLong)).rejects.toMatchObject({
    statusCode: 400,
    message: expect.not.stringContaining('canary'),
  });
});

test('a token for another resource, or one that somebody else signed, is refused', async () => {
  const armToken = await azure.credential().getToken('https://management.azure.com/.default');
  const wrongAudience = newClient({ getToken: async () => armToken });
  await expect(wrongAudience.getSecret('any')).rejects.toMatchObject({ statusCode: 401, message: expect.stringContaining('AKV10022') });
  const [header, payload] = (await azure.credential().getToken('https://vault.azure.net/.default')).token.split('.');
  const forged = newClient({ getToken: async () => ({ ...armToken, token: `${header}.${payload}.AAAA` }) });
  await expect(forged.getSecret('any')).rejects.toMatchObject({ statusCode: 401 });
});

test('what was acknowledged is there after a restart, readable by the owner only, and no value is logged', async () => {
  await client.setSecret('durable', 'canary-in-the-vault');
  await azure.restart();
  expect((await client.getSecret('durable')).value).toBe('canary-in-the-vault');
  const file = join(azure.directory, 'key-vault', 'secrets.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('canary-in-the-vault');
  expect(azure.lines.join()).not.toContain('canary');
});

function newClient(credential: ConstructorParameters<typeof SecretClient>[1] = azure.credential('service')): SecretClient {
  const { tlsOptions } = azure;
  return new SecretClient(azure.services.keyVault.url, credential, { tlsOptions, disableChallengeResourceVerification: true });
}
