/** What a host leaves when it is killed, another takes up: nothing acknowledged is lost, nothing committed is done twice. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TableClient } from '@azure/data-tables';
import { endHostProcesses, type HostProcess, type InstanceStatus, spawnHost, startHostProcess } from './host-process';
import { startTestStore, type TestStore } from './store';

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
}, 30_000);

afterEach(endHostProcesses); // a failed test must not hold the store against the next
afterAll(() => store.stop());

const startHost = (effects = 'effects.log') =>
  startHostProcess({ storage: store.connectionString, environment: { SIDE_EFFECTS: path.join(store.folder, effects) } });
const effectsOf = (key: string, effects = 'effects.log') =>
  readFileSync(path.join(store.folder, effects), 'utf8')
    .split('\n')
    .filter((line) => line.includes(key));

async function until(host: HostProcess, instanceId: string, reached: (status: InstanceStatus) => boolean): Promise<void> {
  while (!reached((await host.status(instanceId)).body)) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('after kill -9 every instance goes on: chain, timer, event wait, suspended, child; finished activities are not run again', async () => {
  const before = await startHost();
  await before.client('startNew', 'longWork', { instanceId: 'chain', input: { steps: 6, ms: 60, key: 'chain' } });
  await before.client('startNew', 'eventOrTimer', { instanceId: 'timer', input: { timeoutMs: 1_500 } });
  await before.client('startNew', 'events', { instanceId: 'waiting', input: { count: 2 } });
  await before.client('startNew', 'events', { instanceId: 'suspended', input: { count: 2 } });
  await before.client('raiseEvent', 'waiting', 'e', 'first');
  await before.client('suspend', 'suspended', 'pause');
  await before.client('raiseEvent', 'suspended', 'e', 'kept 1');
  await before.client('raiseEvent', 'suspended', 'e', 'kept 2');
  await until(before, 'chain', ({ customStatus }) => ((customStatus as { step: number } | null)?.step ?? -1) >= 2);
  await before.end('SIGKILL');

  const after = await startHost();
  expect((await after.status('suspended')).body.runtimeStatus).toBe('Suspended');
  await after.client('resume', 'suspended', 'go on');
  await after.client('raiseEvent', 'waiting', 'e', 'second');
  expect((await after.ended('chain')).output).toEqual([0, 1, 2, 3, 4, 5].map((step) => `chain:${step}`));
  expect((await after.ended('timer')).output).toBe('timer');
  expect((await after.ended('waiting')).output).toEqual(['first', 'second']);
  expect((await after.ended('suspended')).output).toEqual(['kept 1', 'kept 2']);
  for (const step of [0, 1, 2]) expect(effectsOf(`begin chain:${step}`)).toHaveLength(1);
  await after.end('SIGTERM');
}, 20_000);

test('killed at any moment, an acknowledged start and an acknowledged event are never lost and never doubled', async () => {
  for (let round = 0; round < 3; round++) {
    const host = await startHost();
    const acknowledged = new Map<string, number>();
    const work = Array.from({ length: 6 }, async (_, index) => {
      const id = `kill-${round}-${index}`;
      await host.client('startNew', 'events', { instanceId: id, input: { count: 20 } });
      acknowledged.set(id, 0);
      for (let event = 0; event < 20; event++) {
        await host.client('raiseEvent', id, 'e', { number: event });
        acknowledged.set(id, event + 1);
      }
    });
    setTimeout(() => void host.end('SIGKILL'), 60 + round * 60);
    await Promise.allSettled(work);

    const next = await startHost();
    for (const [id, count] of acknowledged) {
      const taken = await countEvents(next, id);
      expect(taken).toBeGreaterThanOrEqual(count); // one that was under way at the kill may have arrived too
      for (let event = taken; event < 20; event++) await next.client('raiseEvent', id, 'e', { number: event });
      expect((await next.ended(id)).output).toEqual(Array.from({ length: 20 }, (_, number) => ({ number })));
    }
    await next.end('SIGTERM');
  }
}, 40_000);

/** How many events the instance has taken, as its history tells. */
async function countEvents(host: HostProcess, id: string): Promise<number> {
  const { body } = await host.status(id, '?showHistory=true');
  return body.historyEvents?.filter(({ EventType }) => EventType === 'EventRaised').length ?? 0;
}

test('a parent killed between its own commit and the start of its child still gets the child, once', async () => {
  for (let round = 0; round < 3; round++) {
    const host = await startHost();
    const ids = Array.from({ length: 8 }, (_, index) => `family-${round}-${index}`);
    const starts = ids.map((id) =>
      host.client('startNew', 'parent', { instanceId: id, input: { id: `${id}:child` } }).catch(() => undefined),
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + round * 30));
    await host.end('SIGKILL');
    await Promise.all(starts);
    const next = await startHost();
    for (const id of ids) {
      const { httpStatus } = await next.status(id);
      if (httpStatus === 404) continue; // killed before it was acknowledged
      expect((await next.ended(id)).output).toEqual({ child: { greeting: `Hello ${id}`, parent: id } });
    }
    await next.end('SIGTERM');
  }
}, 40_000);

test('an instance that continues as new over and over is taken up where it was, and keeps no more than its present execution', async () => {
  const host = await startHost();
  await host.client('startNew', 'counter', { instanceId: 'counter', input: { at: 1, to: 60 } });
  await until(host, 'counter', ({ input }) => (input as { at: number }).at > 20);
  await host.end('SIGKILL');
  const next = await startHost();
  await until(next, 'counter', ({ input }) => (input as { at: number }).at === 60);
  await next.client('raiseEvent', 'counter', 'last', 'end');
  expect((await next.ended('counter')).output).toBe('end');
  while ((await executionsOf('counter')).size > 1) await new Promise((resolve) => setTimeout(resolve, 20)); // removed in the background
  await next.end('SIGTERM');
});

/** The executions of which there are rows in the store. */
async function executionsOf(partition: string): Promise<Set<string>> {
  const table = TableClient.fromConnectionString(store.connectionString, 'HostTestLocalHost', { allowInsecureConnection: true });
  const executions = new Set<string>();
  for await (const { rowKey = '' } of table.listEntities({ queryOptions: { filter: `PartitionKey eq '${partition}'` } })) {
    const [, execution] = rowKey.split(':');
    if (execution) executions.add(execution);
  }
  return executions;
}

test('a second host on the same store ends with 1 and names the first; killed, the first frees the store at once', async () => {
  const first = await startHost();
  const second = spawnHost({ storage: store.connectionString });
  const code = await new Promise((resolve) => second.child.once('exit', resolve));
  expect(code).toBe(1);
  expect(second.output()).toMatch(new RegExp(`Another Functions host \\(process ${first.pid}\\)`));
  await first.end('SIGKILL');
  const third = await startHost();
  await third.end('SIGTERM');
});

test('SIGTERM ends the host with 0, though an activity runs for minutes, and the next one runs it again', async () => {
  const host = await startHost();
  await host.client('startNew', 'longWork', { instanceId: 'minutes', input: { steps: 1, ms: 1_500, key: 'minutes' } });
  await until(host, 'minutes', ({ runtimeStatus }) => runtimeStatus === 'Running');
  expect(await host.end('SIGTERM')).toBe(0);
  const next = await startHost();
  expect((await next.ended('minutes')).output).toEqual(['minutes:0']);
  expect(effectsOf('begin minutes:0')).toHaveLength(2);
  await next.end('SIGTERM');
});

test('while the store is away the host waits, and goes on when it is back', async () => {
  const host = await startHost();
  await host.client('startNew', 'events', { instanceId: 'outage', input: { count: 2 } });
  await host.client('startNew', 'longWork', { instanceId: 'outage-work', input: { steps: 3, ms: 100, key: 'outage' } });
  process.kill(store.pid, 'SIGSTOP');
  const raised = host.client('raiseEvent', 'outage', 'e', 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  process.kill(store.pid, 'SIGCONT');
  await raised;
  await host.client('raiseEvent', 'outage', 'e', 2);
  expect((await host.ended('outage')).output).toEqual([1, 2]);
  expect((await host.ended('outage-work')).output).toEqual(['outage:0', 'outage:1', 'outage:2']);
  await host.end('SIGTERM');
});
