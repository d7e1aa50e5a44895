// kill -9 of the process of the stand-ins at any moment: whatever it had acknowledged is there when it runs again.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import type { StandInsMessage, StandInsReady } from '../../local/stand-ins/child-messages';

const dist = process.env.PGFLEX_DIST ?? resolve(__dirname, '../../dist');
const rounds = 4;
const writers = 4;

test('secrets, deletions, servers and clients that were acknowledged survive a kill in the middle of writing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pgflex-kill-'));
  let child: ChildProcess | undefined;
  try {
    const acknowledged = new Map<string, 'there' | 'gone'>();
    for (let round = 0; round < rounds; round++) {
      const started = await launch(directory);
      child = started.child;
      const client = await rest(started.ready);
      for (const [path, state] of acknowledged) expect([path, await client('GET', path)]).toEqual([path, state === 'there' ? 200 : 404]);

      const killing = afterCalls(writers, () => setTimeout(() => started.child.kill('SIGKILL'), 60 * round));
      const writing = Array.from({ length: writers }, (_, writer) =>
        write(client, started.ready, `${round}-${writer}`, acknowledged, killing),
      );
      await once(child, 'exit');
      await Promise.all(writing);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds * writers);
  } finally {
    child?.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
});

/** Not by the clock: on a busy machine nothing would have been written yet. */
function afterCalls(count: number, act: () => void): () => void {
  let calls = 0;
  return () => {
    if (++calls === count) act();
  };
}

type Rest = (method: string, path: string, body?: unknown) => Promise<number | undefined>;

/** Writes until the connection breaks, noting only what was answered. */
async function write(
  client: Rest,
  ready: StandInsReady,
  prefix: string,
  acknowledged: Map<string, 'there' | 'gone'>,
  acknowledges: () => void,
): Promise<void> {
  const group = `${ready.arm}/subscriptions/${ready.subscriptionId}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers`;
  const properties = { fullyQualifiedDomainName: '127.0.0.1:5433', administratorLogin: 'pgadmin', version: '17' };
  try {
    for (let number = 0; ; number++) {
      const secret = `${ready.keyVault}/secrets/${prefix}-${number}`;
      expect(await client('PUT', secret, { value: 'x' })).toBe(200);
      acknowledged.set(secret, 'there');
      if (number % 2) {
        acknowledged.delete(secret); // in doubt until the deletion is answered
        if ((await client('DELETE', secret)) === 200) acknowledged.set(secret, 'gone');
      }
      const server = `${group}/s-${prefix}-${number}`;
      expect(await client('PUT', server, { properties })).toBe(201);
      acknowledged.set(server, 'there');
      acknowledges();
    }
  } catch (error) {
    if (!['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function launch(directory: string): Promise<{ child: ChildProcess; ready: StandInsReady }> {
  const child = fork(join(dist, 'local/stand-ins/main.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send({ directory, ports, knownSecrets: {} });
  const [message] = (await once(child, 'message')) as [StandInsMessage];
  if (message.kind !== 'ready') throw new Error(message.message);
  ports = message.ports;
  return { child, ready: message };
}
let ports = {};

async function rest({ tenantId, entra, caFile, clients: { operator } }: StandInsReady): Promise<Rest> {
  const ca = await readFile(caFile, 'utf8');
  const agent = new Agent({ ca, keepAlive: true });
  const tlsOptions = { ca };
  const options = { authorityHost: entra, disableInstanceDiscovery: true, tlsOptions };
  const { token } = await new ClientSecretCredential(tenantId, operator.clientId, operator.clientSecret, options).getToken(
    'https://vault.azure.net/.default',
  );
  return (method, path, body) =>
    new Promise((settle, fail) => {
      const sent = request(path, { method, agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume();
        response.on('end', () => settle(response.statusCode)).on('error', fail);
      });
      sent.on('error', fail);
      sent.end(body && JSON.stringify(body));
    });
}
