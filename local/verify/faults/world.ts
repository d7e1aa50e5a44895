/**
 * Two real servers in the hands of the local Resource Manager, with firewalls that are enforced and rights that are exactly the listed ones; the
 * functions host is a process of its own that can be killed alone, as it dies in Azure.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permissionPurposes } from '../../../shared/domain/permissions';
import { ensureAzurite } from '../../azurite/ensure-azurite';
import { registerServer } from '../../demo/client/register-server';
import { newestMajor, sourceMajor } from '../../postgres/installations';
import type { PostgresServer } from '../../postgres/postgres-server';
import { startPostgres } from '../../postgres/start-postgres';
import { startStandIns } from '../../stand-ins/start-stand-ins';
import { applicationRoot, compiledScript } from '../../start/application-root';
import { type Child, startChild } from '../../start/child';
import { childRecords } from '../../start/child-records';
import { describeStack, type HostPorts } from '../../start/describe-stack';
import type { Endpoints } from '../../start/endpoints';
import { hostEnvironment } from '../../start/host-environment';
import { type ArmDesk, openArmDesk } from './arm-desk';
import { leastRights } from './least-rights';

export interface FaultWorld {
  endpoints: Endpoints;
  arm: ArmDesk;
  source: PostgresServer;
  target: PostgresServer;
  sourceId: string;
  targetId: string;
  subnetId: string;
  /** SIGKILL, and a new one at the same address. */
  killHost(): Promise<void>;
}

export const databaseName = 'shop';

const fixture = `
  CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL);
  CREATE TABLE invoice (id bigserial PRIMARY KEY, customer int REFERENCES customer, total numeric(12, 2), note jsonb);
  INSERT INTO customer SELECT n, 'customer ' || n FROM generate_series(1, 200) n;
  INSERT INTO invoice (customer, total, note) SELECT 1 + n % 200, n * 1.25, jsonb_build_object('n', n) FROM generate_series(1, 1000) n;
  CREATE INDEX ON invoice (customer);`;

/** An answer that does not come shall not cost a case half a minute. */
const settings = { PGFLEX_OUTBOUND_ADDRESSES: '127.0.0.1', PGFLEX_ARM_TIMEOUT_SECONDS: '4' };

export async function withFaultWorld<T>(use: (world: FaultWorld) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflex-verify-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const undo = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) await next();
  };
  let ending: Promise<void> | undefined; // a search that is interrupted ends twice, and its process must wait for the first
  const end = () => {
    ending ??= undo();
    return ending;
  };
  const interrupted = () => void end().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const servers = await Promise.all([sourceMajor(), newestMajor()].map((major) => startPostgres({ major })));
    const [source, target] = servers;
    if (!source || !target) throw new Error('Two servers were asked for.');
    ends.push(() => Promise.all(servers.map((server) => server.stop())));
    await source.createDatabase(databaseName);
    await source.run(databaseName, fixture);
    return await use(await open(folder, ends, source, target));
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await end();
  }
}

async function open(folder: string, ends: (() => Promise<unknown>)[], source: PostgresServer, target: PostgresServer): Promise<FaultWorld> {
  const azurite = await ensureAzurite({ directory: join(folder, 'azurite') });
  ends.push(() => azurite.stop());
  const standIns = await startStandIns({ directory: folder, ports: {}, knownSecrets: {} }, () => undefined);
  ends.push(() => standIns.close());
  const environment = { ...(await hostEnvironment(standIns.ready, azurite.connectionString, 'off', folder)), ...settings };
  const start = (ports: HostPorts) => startHost(folder, environment, ports);
  let host = await start({ http: 0, https: 0 });
  ends.push(() => host.child.stop());
  const endpoints = describeStack(standIns.ready, azurite, host.ports, { host: host.child.pid, azure: process.pid });
  const { subscriptionId, resourceGroup } = endpoints;
  const control = ({ dataDirectory }: PostgresServer) => ({ dataDirectory, enforceFirewall: true });
  const sourceId = await registerServer(endpoints, { kind: 'servers', name: 'source', server: source, control: control(source) });
  const targetId = await registerServer(endpoints, { kind: 'flexibleServers', name: 'target', server: target, control: control(target) });
  const subnetId = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/virtualNetworks/hub/subnets/dms`;
  const arm = await openArmDesk(endpoints);
  const rule = { properties: { startIpAddress: '198.51.100.1', endIpAddress: '198.51.100.9' } };
  for (const server of [sourceId, targetId]) await arm.put(`${server}/firewallRules/office`, rule);
  const purposes = (Object.keys(permissionPurposes) as (keyof typeof permissionPurposes)[]).filter((purpose) => purpose !== 'catalog');
  const scopes = { subscriptionId, resourceGroup, source: sourceId, target: targetId, subnet: subnetId };
  await arm.set('rbac', leastRights('service', scopes, purposes));
  return {
    endpoints,
    arm,
    source,
    target,
    sourceId,
    targetId,
    subnetId,
    async killHost() {
      process.kill(host.child.pid, 'SIGKILL');
      await host.child.exited;
      host = await start(host.ports);
    },
  };
}

async function startHost(folder: string, environment: NodeJS.ProcessEnv, ports: HostPorts): Promise<{ child: Child; ports: HostPorts }> {
  const tls = { cert: join(folder, 'tls', 'server.pem'), key: join(folder, 'tls', 'server.key') };
  const child = await startChild({
    title: 'functions host',
    name: 'host',
    script: compiledScript('functions-host/main.js'),
    arguments: [
      '--root',
      applicationRoot(),
      '--port',
      `${ports.http}`,
      '--https-port',
      `${ports.https}`,
      '--cert',
      tls.cert,
      '--key',
      tls.key,
    ],
    environment,
    log: join(folder, 'logs', 'host.log'),
    records: childRecords(folder),
  });
  return { child, ports: (await child.answer) as HostPorts };
}
