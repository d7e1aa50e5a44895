// What is found before anything moves, by the real activities: real SDK clients against the stand-ins, real servers, everything told at once.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { checkPrerequisites } from '../../../activities/check-prerequisites';
import { runPreflight } from '../../../activities/run-preflight';
import { requestJson } from '../../../local/demo/client/request-json';
import { clientSecretCredential } from '../../../shared/azure/credential';
import { setSecret } from '../../../shared/azure/key-vault';
import { lookAtAzure } from '../../../shared/azure/look-at-azure';
import { principalOf } from '../../../shared/azure/principal';
import type { MigrationRequest, SourceServer, Validation } from '../../../shared/domain/migration';
import { secretName } from '../../../shared/domain/names';
import { runPrerequisites } from '../../../shared/rules/prerequisites/run-prerequisites';
import { useLocalAzure } from '../../support/local-azure';
import { storeMigration } from '../../support/migration-store';
import { sourceAndTarget } from '../../support/source-and-target';

const azure = useLocalAzure();
const servers = sourceAndTarget();
const resourceGroup = 'rg';

/** Registers what Azure would say of a server; returns its parts. */
async function register(kind: 'servers' | 'flexibleServers', name: string, properties: object, more: object = {}) {
  const { arm, caFile, subscriptionId, tenantId, clients } = azure().ready;
  const ca = await readFile(caFile, 'utf8');
  const { clientId, clientSecret } = clients.operator;
  const token = await clientSecretCredential(tenantId, clientId, clientSecret).getToken('https://management.azure.com/.default');
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DBforPostgreSQL/${kind}/${name}`;
  const { status, text } = await requestJson(`${arm}${id}?api-version=2025-08-01`, {
    method: 'PUT',
    body: { location: 'local', ...more, properties },
    headers: { authorization: `Bearer ${token?.token}` },
    ca,
  });
  if (status >= 300) throw new Error(`${status} ${text}`);
  return { subscriptionId, resourceGroup, server: name, resourceId: id };
}

const at = (port: number, user: string) => ({ fullyQualifiedDomainName: `127.0.0.1:${port}`, administratorLogin: user });
const registerSource = (name: string, properties: object = {}) =>
  register('servers', name, {
    ...at(servers.source.port, servers.source.login.user),
    version: String(servers.source.major),
    ...properties,
  });
const registerTarget = (name: string, properties: object = {}, more: object = {}) =>
  register(
    'flexibleServers',
    name,
    { ...at(servers.target.port, servers.target.login.user), version: String(servers.target.major), ...properties },
    more,
  );

const bySource = (found: Awaited<ReturnType<typeof register>>): SourceServer => ({ kind: 'singleServer', ...found });
const byAddress = (port = servers.source.port): SourceServer => ({
  kind: 'address',
  host: '127.0.0.1',
  port,
  user: servers.source.login.user,
});

interface Asked {
  source: SourceServer;
  target: { subscriptionId: string; resourceGroup: string; server: string };
  databases?: string[];
  request?: Partial<MigrationRequest>;
  sourcePassword?: string;
  targetPassword?: string;
  aadSecret?: string;
}

/** Both activities, as the flow runs them. */
async function validate({
  source,
  target,
  databases = ['app'],
  request,
  ...secrets
}: Asked): Promise<Validation & { answer: string; error?: string }> {
  const stored = await storeMigration(databases, { target, request: { sourceServer: source, migrationOption: 'Validate', ...request } });
  const expiresOn = new Date(Date.now() + 60_000);
  await Promise.all([
    setSecret(secretName(stored.id, 'source-password'), secrets.sourcePassword ?? servers.source.login.password, expiresOn),
    setSecret(secretName(stored.id, 'target-password'), secrets.targetPassword ?? servers.target.login.password, expiresOn),
    ...(secrets.aadSecret ? [setSecret(secretName(stored.id, 'aad-secret'), secrets.aadSecret, expiresOn)] : []),
  ]);
  const first = await checkPrerequisites({ migrationId: stored.id });
  const last = first.kind === 'ok' ? await runPreflight({ migrationId: stored.id, round: 0 }) : first;
  const { validation } = await stored.record();
  if (!validation) throw new Error('Nothing was noted.');
  return { ...validation, answer: last.kind, ...(last.kind === 'failed' ? { error: last.error.message } : {}) };
}

const codes = ({ findings }: Validation) =>
  findings.map(({ severity, code, database }) => [severity, code, ...(database ? [database] : [])].join(' '));

const app = (name: 'aadApp' | 'none') => {
  const { clients, tenantId } = azure().ready;
  return { request: { aadApp: { clientId: clients[name].clientId, tenantId } }, aadSecret: clients[name].clientSecret };
};

beforeAll(async () => {
  await servers.source.createDatabase('app');
  await servers.source.run('postgres', `ALTER ROLE "${servers.source.login.user}" SET default_transaction_read_only = on`, {
    as: 'superuser',
  });
});

test('with everything right there is nothing to find, as the app of the caller and as the service itself', async () => {
  const [source, target] = [await registerSource('sound'), await registerTarget('sound')];
  for (const identity of [app('aadApp'), {}]) {
    expect(await validate({ source: bySource(source), target, ...identity })).toMatchObject({
      answer: 'validated',
      status: 'Succeeded',
      findings: [],
    });
  }
});

test('everything that is wrong is told in one answer: Azure, a server that does not answer, the other one all the same', async () => {
  const source = await registerSource('silent', at(1, 'nobody'));
  const target = await registerTarget(
    'weak',
    { administratorLogin: 'modest', highAvailability: { mode: 'ZoneRedundant' }, storage: { storageSizeGB: 32 } },
    { location: 'eastus', sku: { name: 'Standard_B1ms', tier: 'Burstable' } },
  );
  await servers.target.run(
    'postgres',
    `CREATE ROLE modest LOGIN PASSWORD 'modest'; ALTER ROLE modest SET default_transaction_read_only = on`,
    { as: 'superuser' },
  );
  const result = await validate({ source: bySource(source), target, targetPassword: 'modest', ...app('none') });
  expect(result).toMatchObject({ answer: 'failed', status: 'Failed' });
  expect(codes(result)).toEqual([
    'error PERMISSION_MISSING',
    'error PERMISSION_MISSING',
    'error SERVER_UNREACHABLE',
    'error TARGET_RIGHTS_MISSING',
    'warning TARGET_BURSTABLE',
    'warning TARGET_HIGH_AVAILABILITY',
    'warning TARGET_READ_ONLY',
    'information REGION_DIFFERS',
  ]);
  for (const { code } of result.findings.filter(({ severity }) => severity === 'error')) expect(result.error).toContain(code);
  expect(result.findings.map(({ hint }) => hint)).toEqual(result.findings.map(() => expect.stringMatching(/\w{4}/)));
});

test('an app that gets no token: nothing of Azure can be read, a source by its address is looked at all the same', async () => {
  const result = await validate({
    source: byAddress(),
    target: await registerTarget('sound'),
    databases: ['gone'],
    ...app('aadApp'),
    aadSecret: 'canary-not-it',
  });
  expect(codes(result)).toEqual(['error AAD_APP_INVALID', 'error SOURCE_DATABASE_MISSING gone']);
  expect(result.findings[0]?.message).toMatch(/its secret is not valid \(AADSTS7000215\)/);
  expect(JSON.stringify(result)).not.toContain('canary');
});

test('a target that is not there, or stopped, does not keep the source from being looked at', async () => {
  const missing = { ...(await registerTarget('sound')), server: 'missing' };
  const stopped = await registerTarget('stopped', { state: 'Stopped' });
  for (const [target, code] of [
    [missing, 'TARGET_SERVER_NOT_FOUND'],
    [stopped, 'SERVER_NOT_READY'],
  ] as const) {
    const result = await validate({ source: byAddress(), target, databases: ['gone'] });
    expect(codes(result)).toEqual([`error ${code}`, 'error SOURCE_DATABASE_MISSING gone']);
  }
});

test('neither server is known to Azure: the look ends with both findings', async () => {
  const target = await registerTarget('sound');
  const source = bySource({ ...target, server: 'nowhere', resourceId: 'x' });
  const result = await validate({ source, target: { ...target, server: 'missing' } });
  expect(codes(result)).toEqual(['error SOURCE_SERVER_NOT_FOUND', 'error TARGET_SERVER_NOT_FOUND']);
});

test('both passwords are wrong: two findings', async () => {
  const result = await validate({
    source: byAddress(),
    target: await registerTarget('sound'),
    sourcePassword: 'canary-a',
    targetPassword: 'canary-b',
  });
  expect(codes(result)).toEqual(['error LOGIN_FAILED', 'error LOGIN_FAILED']);
  expect(new Set(result.findings.map(({ message }) => message)).size).toBe(2);
  expect(JSON.stringify(result)).not.toContain('canary');
});

test('a validation whose warnings are all accepted with a reason is Succeeded', async () => {
  const target = await registerTarget('burstable', {}, { sku: { name: 'Standard_B1ms', tier: 'Burstable' } });
  const request = { acceptedWarnings: [{ code: 'TARGET_BURSTABLE' as const, reason: 'it is small' }] };
  expect(await validate({ source: byAddress(), target })).toMatchObject({ status: 'Warning' });
  const result = await validate({ source: byAddress(), target, request });
  expect(result).toMatchObject({
    answer: 'validated',
    status: 'Succeeded',
    findings: [{ code: 'TARGET_BURSTABLE', accepted: 'it is small' }],
  });
});

test('for Azure Database Migration Service, its provider, resource group and the rights there are looked at', async () => {
  const { clients, tenantId, subscriptionId } = azure().ready;
  const target = await registerTarget('sound');
  const look = async (name: 'aadApp' | 'none', group: string) => {
    const identity = clientSecretCredential(tenantId, clients[name].clientId, clients[name].clientSecret);
    const request = {
      ...(await (await storeMigration(['app'])).record()).request,
      engine: 'dms' as const,
      sourceServer: bySource(await registerSource('sound')),
    };
    const principal = await principalOf(identity, { tenantId, clientId: clients[name].clientId });
    return runPrerequisites(
      await lookAtAzure({
        identity,
        principal,
        target,
        request,
        resourceGroup: { subscriptionId, name: group },
        subnetId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
        waitedTooLong: false,
      }),
    );
  };
  expect(await look('aadApp', resourceGroup)).toEqual([]);
  const found = await look('none', `group-${randomUUID()}`);
  expect(found.map(({ code }) => code)).toEqual([
    'PERMISSION_MISSING', // source, target, resource group, and the network of the subnet
    'PERMISSION_MISSING',
    'PERMISSION_MISSING',
    'PERMISSION_MISSING',
    'RESOURCE_GROUP_NOT_FOUND',
  ]);
  expect(found[2]?.message).toContain('Microsoft.DataMigration/services/projects/tasks/command/action');
});
