// Where a migration connects to: address, login in the form that the server wants, and how strictly TLS is checked.
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { ArmServer } from '../../../shared/azure/arm-servers';
import type { MigrationRequest } from '../../../shared/domain/migration';
import { sourceEndpoint, targetEndpoint } from '../../../shared/migrations/resolve-endpoints';
import { server } from '../rules/sound-look';

const single: ArmServer = server({ kind: 'singleServer', fullyQualifiedDomainName: 'old.postgres.database.azure.com' });
const singleRequest = (changes: Partial<MigrationRequest> = {}) => ({
  sourceServer: { kind: 'singleServer' as const, resourceId: 'id', subscriptionId: 's', resourceGroup: 'rg', server: 'old' },
  ...changes,
});

test.each<[what: string, given: string | undefined, host: string, kind: ArmServer['kind'], login: string]>([
  ['the administrator of a single server', undefined, 'old.postgres.database.azure.com', 'singleServer', 'admin@old'],
  ['a plain name', 'me', 'old.postgres.database.azure.com', 'singleServer', 'me@old'],
  ['the whole form', 'me@old', 'old.postgres.database.azure.com', 'singleServer', 'me@old'],
  ['in another casing', 'me@OLD', 'old.postgres.database.azure.com', 'singleServer', 'me@OLD'],
  [
    'with the whole name of the server',
    'me@old.postgres.database.azure.com',
    'old.postgres.database.azure.com',
    'singleServer',
    'me@old.postgres.database.azure.com',
  ],
  ['an Entra login has an @ of its own', 'me@contoso.com', 'old.postgres.database.azure.com', 'singleServer', 'me@contoso.com@old'],
  ['in another cloud', 'me', 'old.postgres.database.chinacloudapi.cn', 'singleServer', 'me@old'],
  ['a single server under a name of its own', 'me@old', '127.0.0.1:5433', 'singleServer', 'me'],
  ['a flexible server wants the plain name', 'me@old', 'old.postgres.database.azure.com', 'flexibleServer', 'me'],
  ['a flexible server, with a role that has an @', 'me@contoso.com', 'old.postgres.database.azure.com', 'flexibleServer', 'me@contoso.com'],
])('login: %s', (_what, given, host, kind, login) => {
  const endpoint = sourceEndpoint(singleRequest({ sourceUser: given }), server({ kind, fullyQualifiedDomainName: host }));
  expect(endpoint.user).toBe(login);
});

test.each<[what: string, asked: MigrationRequest['sslMode'], requiresTls: boolean, kind: ArmServer['kind'], sslMode: string]>([
  ['a single server that demands TLS', undefined, true, 'singleServer', 'VerifyFull'],
  ['a single server that does not', undefined, false, 'singleServer', 'Prefer'],
  ['a flexible server as source', undefined, true, 'flexibleServer', 'Prefer'],
  ['what was asked for', 'VerifyCA', true, 'singleServer', 'VerifyCA'],
])('TLS of a source: %s', (_what, sslMode, requiresTls, kind, expected) => {
  expect(sourceEndpoint(singleRequest({ sslMode }), { ...single, kind, requiresTls }).sslMode).toBe(expected);
});

test('the target is verified where it demands TLS', () => {
  expect(targetEndpoint({}, server({ requiresTls: true }))).toMatchObject({
    host: 'new.postgres.database.azure.com',
    port: 5432,
    user: 'admin',
    sslMode: 'VerifyFull',
    vCores: 4,
  });
  expect(targetEndpoint({ targetHost: 'own.example:6432', targetUser: 'me' }, server({ requiresTls: false }))).toMatchObject({
    host: 'own.example',
    port: 6432,
    user: 'me',
    sslMode: 'Prefer',
  });
});

test('a source by its address keeps its user, and a host name given beside it wins', () => {
  const sourceServer = { kind: 'address' as const, host: '10.0.0.4', port: 5432, user: 'me' };
  expect(sourceEndpoint({ sourceServer }, undefined)).toEqual({ host: '10.0.0.4', port: 5432, user: 'me', sslMode: 'Prefer' });
  expect(sourceEndpoint({ sourceServer, sourceHost: 'db.example', sslMode: 'Require' }, undefined)).toEqual({
    host: 'db.example',
    port: 5432,
    user: 'me',
    sslMode: 'Require',
  });
});

/** learn.microsoft.com, "TLS in Azure Database for PostgreSQL": the authorities that have signed its certificates. */
test.each(['DigiCert Global Root G2', 'DigiCert Global Root CA', 'Microsoft RSA Root Certificate Authority 2017'])(
  'Node trusts %s',
  (name) => {
    const subjects = rootCertificates.map((pem) => new X509Certificate(pem).subject);
    expect(subjects.filter((subject) => subject.split('\n').includes(`CN=${name}`))).toHaveLength(1);
  },
);
