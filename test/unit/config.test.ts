// Settings are checked at start: what is missing or unsafe is named, values are not.
import { readFileSync } from 'node:fs';
import { readConfig, settingNames } from '../../shared/config';

const complete = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  PGFLEX_KEY_VAULT_URL: 'https://vault.example/',
  PGFLEX_SERVICE_BUS: 'bus.example',
  PGFLEX_TOKEN_AUDIENCE: 'api://pgflex, https://management.azure.com',
  AZURE_TENANT_ID: 'tenant',
};

test('complete settings are read, with defaults and lists', () => {
  expect(readConfig(complete)).toMatchObject({
    storage: { connectionString: 'UseDevelopmentStorage=true' },
    serviceBusTopic: 'migration-events',
    armEndpoint: 'https://management.azure.com',
    tokenAudience: ['api://pgflex', 'https://management.azure.com'],
    auth: 'on',
    development: false,
  });
});

test('everything that is missing is named at once', () => {
  expect(() => readConfig({})).toThrow(/AzureWebJobsStorage[\s\S]*PGFLEX_KEY_VAULT_URL[\s\S]*PGFLEX_SERVICE_BUS/);
});

test('a wrong value is named by its setting, never shown', () => {
  expect(() => readConfig({ ...complete, PGFLEX_KEY_VAULT_URL: 'canary-value' })).toThrow(/^(?!.*canary)[\s\S]*PGFLEX_KEY_VAULT_URL/);
});

test.each([
  ['outside of Development', {}],
  ['in a deployed app', { AZURE_FUNCTIONS_ENVIRONMENT: 'Development', WEBSITE_SITE_NAME: 'app' }],
])('auth cannot be off %s', (_, environment) => {
  expect(() => readConfig({ ...complete, ...environment, PGFLEX_AUTH: 'off' })).toThrow('PGFLEX_AUTH=off');
});

test('auth may be off in Development on one machine', () => {
  expect(readConfig({ ...complete, AZURE_FUNCTIONS_ENVIRONMENT: 'Development', PGFLEX_AUTH: 'off' }).auth).toBe('off');
});

test.each([
  ['PGFLEX_TOKEN_AUDIENCE', { PGFLEX_TOKEN_AUDIENCE: '' }],
  ['AZURE_TENANT_ID', { AZURE_TENANT_ID: '' }],
])('with auth on, %s is needed', (name, missing) => {
  expect(() => readConfig({ ...complete, ...missing })).toThrow(name);
});

test('the Consumption plan is refused: it ends functions after ten minutes', () => {
  expect(() => readConfig({ ...complete, WEBSITE_SKU: 'Dynamic' })).toThrow('Consumption');
});

test('the servers that callers may name are a list of names, suffixes, addresses and networks', () => {
  const PGFLEX_ALLOWED_SERVERS = 'db.example.com, *.postgres.database.azure.com,10.0.0.0/8,10.1.2.3,fd00::/8';
  expect(readConfig({ ...complete, PGFLEX_ALLOWED_SERVERS }).allowedServers).toHaveLength(5);
  expect(readConfig(complete).allowedServers).toEqual([]);
  for (const wrong of ['10.0.0.0/33', 'a b', 'x.*.com', '10.0.0.0/8/8', '*']) {
    expect(() => readConfig({ ...complete, PGFLEX_ALLOWED_SERVERS: wrong })).toThrow('PGFLEX_ALLOWED_SERVERS');
  }
});

const { AzureWebJobsStorage: _none, ...withoutStorage } = complete;
const inCloud = { tableEndpoint: 'https://pgflex1.table.core.windows.net', blobEndpoint: 'https://pgflex1.blob.core.windows.net' };
const elsewhere = { tableEndpoint: 'https://t.example/', blobEndpoint: 'https://b.example/' };

test.each([
  ['the name of an account', { AzureWebJobsStorage__accountName: 'pgflex1' }, inCloud],
  [
    'the addresses of its services',
    { AzureWebJobsStorage__tableServiceUri: elsewhere.tableEndpoint, AzureWebJobsStorage__blobServiceUri: elsewhere.blobEndpoint },
    elsewhere,
  ],
  ['an account of its own', { PGFLEX_STORAGE__accountName: 'pgflex1', AzureWebJobsStorage__accountName: 'hosts' }, inCloud],
  ['an account beside a connection string of the host', { PGFLEX_STORAGE__accountName: 'pgflex1', AzureWebJobsStorage: 'x' }, inCloud],
  [
    'one address of its own',
    { AzureWebJobsStorage__accountName: 'pgflex1', AzureWebJobsStorage__blobServiceUri: 'https://b.example' },
    {
      ...inCloud,
      blobEndpoint: 'https://b.example',
    },
  ],
])('storage by identity needs no secret: %s', (_, settings, storage) => {
  expect(readConfig({ ...withoutStorage, ...settings }).storage).toEqual(storage);
});

test('a connection string wins over the parts of the same setting, as it does in the Functions host', () => {
  const storage = { PGFLEX_STORAGE: 'own', PGFLEX_STORAGE__accountName: 'pgflex1' };
  expect(readConfig({ ...complete, ...storage }).storage).toEqual({ connectionString: 'own' });
});

test.each([
  ['AzureWebJobsStorage', {}],
  ['AzureWebJobsStorage__blobServiceUri', { AzureWebJobsStorage__tableServiceUri: 'https://t.example' }],
  ['PGFLEX_STORAGE__tableServiceUri', { PGFLEX_STORAGE__blobServiceUri: 'https://b.example', AzureWebJobsStorage__accountName: 'hosts' }],
  ['AzureWebJobsStorage__accountName', { AzureWebJobsStorage__accountName: 'Not_An_Account' }],
  [
    'AzureWebJobsStorage__tableServiceUri',
    { AzureWebJobsStorage__tableServiceUri: 'http://t', AzureWebJobsStorage__blobServiceUri: 'https://b' },
  ],
])('storage that is not complete is named: %s', (name, settings) => {
  expect(() => readConfig({ ...withoutStorage, ...settings })).toThrow(`\n  ${name}: `);
});

test('every setting that is read has its row in the documentation', () => {
  const documented = readFileSync('docs/configuration.md', 'utf8');
  expect(settingNames.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
});
