// The firewalls of public servers: opened for a migration, left alone where they are open already, closed at its end. A real server refuses by its
// pg_hba.conf until the rules are in force, as Azure's does.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newestMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { setSecret } from '../../../shared/azure/key-vault';
import type { MigrationRecord, ServerEndpoint, ServerNetwork } from '../../../shared/domain/migration';
import { firewallRuleName, secretName } from '../../../shared/domain/names';
import { armServerId, armTargetOf } from '../../../shared/domain/server-ids';
import { cleanUpMigration } from '../../../shared/migrations/clean-up';
import { openNetworkPath } from '../../../shared/migrations/network-path';
import { readCleanUp } from '../../../shared/state/clean-up-ledger';
import { type ArmResources, startArmResources } from '../../support/arm-resources';
import { useLocalAzure } from '../../support/local-azure';
import { storeMigration } from '../../support/migration-store';

const azure = useLocalAzure();
let arm: ArmResources;
let server: PostgresServer;
/** What is in the servers' firewalls when a rule says so; Azure takes its time. */
let enforces = true;

beforeAll(async () => {
  server = await startPostgres({ major: newestMajor() });
  arm = await startArmResources(dirname(azure().ready.caFile));
  process.env.PGFLEX_ARM_ENDPOINT = arm.url;
  process.env.PGFLEX_OUTBOUND_ADDRESSES = '127.0.0.1, 203.0.113.4-203.0.113.7';
});
afterAll(async () => {
  await arm.close();
  await server.stop();
});
beforeEach(() => {
  arm.deny(undefined);
});

test('rules are announced, written and waited for; clean-up takes them out, and the servers refuse again', async () => {
  const { record, rules, refuses } = await migration();
  arm.put(`${rules.source}/office`, rule('198.51.100.1'));
  arm.onChange = enforcement(rules);
  await arm.onChange();
  expect(await refuses()).toBe(true);

  enforces = false;
  expect(await openNetworkPath(record)).toEqual({ kind: 'notYet', retryAfterMs: expect.any(Number) });
  enforces = true;
  await arm.onChange();
  expect(await openNetworkPath(record)).toEqual({ kind: 'ok' });
  expect(await refuses()).toBe(false);
  const written = [0, 1].flatMap((index) => [rules.source, rules.target].map((at) => `${at}/${firewallRuleName(record.id, index, '16')}`));
  expect(written.every(arm.has)).toBe(true);
  expect((await firewallRules(record)).map(({ name }) => name).sort()).toEqual(written.sort());

  arm.requests.length = 0;
  expect(await openNetworkPath(record)).toEqual({ kind: 'ok' });
  expect(arm.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);

  expect(await cleanUpMigration(record.id, new AbortController().signal)).toBe(true);
  expect(await firewallRules(record)).toEqual(written.map((name) => expect.objectContaining({ name, fate: 'removed' })));
  expect(written.some(arm.has)).toBe(false);
  expect(arm.has(`${rules.source}/office`)).toBe(true);
  expect(await refuses()).toBe(true);
});

test('what a rule of somebody else lets in already is neither written nor taken out', async () => {
  const { record, rules } = await migration();
  for (const at of [rules.source, rules.target]) arm.put(`${at}/everybody`, rule('0.0.0.0', '255.255.255.255'));
  arm.onChange = enforcement(rules);
  await arm.onChange();
  arm.requests.length = 0;
  expect(await openNetworkPath(record)).toEqual({ kind: 'ok' });
  expect(await firewallRules(record)).toEqual([]);
  expect(await cleanUpMigration(record.id, new AbortController().signal)).toBe(true);
  expect(arm.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  expect(arm.has(`${rules.source}/everybody`) && arm.has(`${rules.target}/everybody`)).toBe(true);
});

test("a private server's firewall is not touched", async () => {
  const { record, rules } = await migration({ access: 'private', delegatedSubnetId: '/s' });
  for (const at of [rules.source]) arm.put(`${at}/everybody`, rule('0.0.0.0', '255.255.255.255'));
  arm.requests.length = 0;
  expect(await openNetworkPath(record)).toEqual({ kind: 'ok' });
  expect(arm.requests.filter((request) => request.includes(rules.target))).toEqual([]);
});

test.each<[string, (rules: Rules, record: MigrationRecord) => void, RegExp]>([
  [
    'the identity may not read rules',
    ({ target }) => arm.deny(target),
    /could not be opened for 127\.0\.0\.1, 203\.0\.113\.4 to 203\.0\.113\.7\. .*denied/,
  ],
  [
    'somebody has its name for other addresses',
    ({ target }, { id }) => arm.put(`${target}/${firewallRuleName(id, 0, '16')}`, rule('198.51.100.1')),
    /could not be opened for 127\.0\.0\.1\. It has a rule 'pgflex-/,
  ],
])('%s: the migration fails with a reason, and nothing that is there is changed', async (_what, prepare, message) => {
  const { record, rules } = await migration();
  arm.put(`${rules.source}/everybody`, rule('0.0.0.0', '255.255.255.255'));
  prepare(rules, record);
  arm.requests.length = 0;
  await expect(openNetworkPath(record)).rejects.toMatchObject({
    error: { code: 'FIREWALL_NOT_OPENED', message: expect.stringMatching(message), objects: [rules.target.replace('/firewallRules', '')] },
  });
  expect(arm.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  expect(await firewallRules(record)).toEqual([]);
});

interface Rules {
  source: string;
  target: string;
}

const rule = (from: string, to = from) => ({ properties: { startIpAddress: from, endIpAddress: to } });

const firewallRules = async ({ id }: MigrationRecord) => (await readCleanUp(id)).filter(({ kind }) => kind === 'firewallRule');

/** A migration between two servers of Azure that are, behind their rules, one and the same. */
async function migration(targetNetwork: ServerNetwork = { access: 'public' }) {
  const subscriptionId = '11111111-1111-4111-8111-111111111111';
  const source = {
    kind: 'singleServer' as const,
    subscriptionId,
    resourceGroup: 'rg',
    server: `old-${Math.random().toString(36).slice(2)}`,
  };
  const sourceId = armServerId(source);
  const stored = await storeMigration(['app'], {
    request: { sourceServer: { ...source, resourceId: sourceId }, sourceDbServerResourceId: sourceId },
  });
  const endpoint = (network: ServerNetwork): ServerEndpoint => ({
    ...{ host: server.host, port: server.port, user: server.login.user, sslMode: 'Prefer', network },
  });
  const metadata = { location: 'westus', version: '16' };
  const record: MigrationRecord = {
    ...(await stored.record()),
    ...{
      sourceEndpoint: endpoint({ access: 'public' }),
      sourceMetadata: metadata,
      targetEndpoint: endpoint(targetNetwork),
      targetMetadata: metadata,
    },
  };
  for (const purpose of ['source-password', 'target-password'] as const) {
    await setSecret(secretName(stored.id, purpose), server.login.password, new Date(Date.now() + 3_600_000));
  }
  const rules: Rules = { source: `${sourceId}/firewallRules`, target: `${armServerId(armTargetOf(record.target))}/firewallRules` };
  return {
    record,
    rules,
    refuses: async () =>
      (
        await server.run('postgres', 'select 1').then(
          () => '',
          (error: Error) => error.message,
        )
      ).includes('no pg_hba.conf entry'),
  };
}

/** Both firewalls at once: the login gets in when each has a rule besides the office's. */
const enforcement =
  ({ source, target }: Rules) =>
  async () => {
    if (!enforces) return;
    const hasRule = (at: string) => arm.children(at).some((name) => name !== 'office');
    const open = hasRule(source) && hasRule(target) ? 'host all all 127.0.0.1/32 scram-sha-256\n' : '';
    await writeFile(join(server.dataDirectory, 'pg_hba.conf'), `host all postgres 127.0.0.1/32 scram-sha-256\n${open}`);
    const [before] = await server.run<{ at: string }>('postgres', 'select pg_conf_load_time()::text as at', { as: 'superuser' });
    await server.run('postgres', 'select pg_reload_conf()', { as: 'superuser' });
    for (let at = before?.at; at === before?.at; ) {
      [{ at } = { at: undefined }] = await server.run<{ at: string }>('postgres', 'select pg_conf_load_time()::text as at', {
        as: 'superuser',
      });
    }
  };
