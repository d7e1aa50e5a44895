/** Orchestrations through the real SDK, on real tables, in a host process of its own. */
import { endHostProcesses, type HostProcess, type InstanceStatus, startHostProcess } from './host-process';
import { startTestStore, type TestStore } from './store';

let store: TestStore;
let host: HostProcess;

beforeAll(async () => {
  store = await startTestStore();
  host = await startHostProcess({ storage: store.connectionString });
}, 30_000);

afterAll(async () => {
  await endHostProcesses();
  await store.stop();
});

const start = (name: string, input?: unknown, instanceId?: string) => host.client<string>('startNew', name, { input, instanceId });
const run = async (name: string, input?: unknown, instanceId?: string) => host.ended(await start(name, input, instanceId));

/** Waits for a state that the host reaches without our doing. */
async function until(instanceId: string, reached: (status: InstanceStatus) => boolean): Promise<InstanceStatus> {
  for (;;) {
    const { body } = await host.status(instanceId);
    if (reached(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('tasks', () => {
  test('a fan-out over activities completes with all results', async () => {
    const status = await run('fan', { count: 20 });
    expect(status).toMatchObject({
      name: 'fan',
      runtimeStatus: 'Completed',
      input: { count: 20 },
      output: { count: 20, last: 'Hello n19' },
    });
  });

  test('values go into activities and come out of them as on the real host', async () => {
    const { output } = await run('types');
    expect(output).toEqual({
      seen: [
        { type: 'string', value: 'text' },
        { type: 'string', value: '123' },
        { type: 'string', value: '{"a":1}' },
        { type: 'number', value: 5 },
        { type: 'number', value: 1.5 },
        { type: 'string', value: 'True' },
        { type: 'undefined' },
        { type: 'undefined' },
        { type: 'array', value: [1, 'x'] },
        { type: 'object', value: { a: { b: 1 } } },
      ],
      results: [null, null, 'NaN', 'YWJj', 7, 0.5, '{"a":1}', 'text', false],
    });
  });

  test('an activity finds the instance id and the properties of its input in triggerMetadata', async () => {
    const { output } = await run('metadata', undefined, 'with-metadata');
    expect(output).toMatchObject({ instanceId: 'with-metadata', alpha: 1, beta: { deep: true }, data: { alpha: 1, beta: { deep: true } } });
  });

  test('activities run side by side up to the limit of host.json, and no further', async () => {
    const { output } = await run('parallelWork', { count: 12, ms: 80, key: 'parallel' });
    expect(output).toEqual({ mostRunning: 8 });
  });

  test('retries end with success, or with the last failure after all attempts', async () => {
    await expect(run('retried', { key: 'a', failures: 2, maxAttempts: 3 })).resolves.toMatchObject({
      runtimeStatus: 'Completed',
      output: 3,
    });
    const failed = await run('retried', { key: 'b', failures: 9, maxAttempts: 3 });
    expect(failed.runtimeStatus).toBe('Failed');
    expect(failed.output).toMatch(/Orchestrator function 'retried' failed: Activity function 'flaky' failed: {2}attempt 3/);
  });

  test('a sub-orchestration has its own id and knows its parent; its failure reaches the parent after its retries', async () => {
    const { output } = await run('parent', { id: 'the-child' }, 'the-parent');
    expect(output).toEqual({ child: { greeting: 'Hello the-parent', parent: 'the-parent' } });
    expect((await host.status('the-child')).body.runtimeStatus).toBe('Completed');
    expect((await run('parent', {})).runtimeStatus).toBe('Completed');
    expect((await run('parentOfFailing')).output).toMatch(/caught: Orchestrator function 'failingChild' failed: child broke/);
  });

  test('payloads of megabytes come back whole, characters outside the basic plane included', async () => {
    const status = await run('bigData', { characters: 1_500_000 });
    const { length, text } = status.output as { length: number; text: string };
    expect(length).toBe(1_500_000);
    expect(text === 'x\u{1F600}y"'.repeat(300_000)).toBe(true);
  });

  test('an instance whose input is of megabytes starts and gives it back', async () => {
    const input = { text: 'ä"\\'.repeat(400_000) };
    const status = await run('giveBack', input);
    expect(JSON.stringify(status.output) === JSON.stringify(input)).toBe(true);
    expect(JSON.stringify(status.input) === JSON.stringify(input)).toBe(true);
  });

  test('a turn with more rows than one table transaction takes is committed', async () => {
    expect((await run('fan', { count: 250 })).output).toMatchObject({ count: 250 });
  });
});

describe('events and timers', () => {
  test('an event wins against a timer, and the timer against no event', async () => {
    const id = await start('eventOrTimer', { timeoutMs: 60_000 });
    await until(id, (status) => status.customStatus !== null);
    await host.client('raiseEvent', id, 'go', { by: 'me' });
    expect((await host.ended(id)).output).toEqual({ event: { by: 'me' } });
    expect((await run('eventOrTimer', { timeoutMs: 100 })).output).toBe('timer');
  });

  test('an event that comes before its waiter is kept, and names are case-sensitive', async () => {
    const id = await start('earlyEvent');
    await host.client('raiseEvent', id, 'Early', 'wrong case');
    await host.client('raiseEvent', id, 'early', 'right');
    expect((await host.ended(id)).output).toBe('right');
  });

  test('events arrive in the order in which they were raised', async () => {
    const id = await start('events', { count: 5 });
    for (let index = 0; index < 5; index++) await host.client('raiseEvent', id, 'e', { index });
    expect((await host.ended(id)).output).toEqual([0, 1, 2, 3, 4].map((index) => ({ index })));
  });

  test('an open timer holds the end of the instance', async () => {
    const startedAt = Date.now();
    expect((await run('openTimer')).output).toBe('returned with an open timer');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
  });

  test('continueAsNew starts afresh with its input, and events that come later are not lost', async () => {
    const id = await start('counter', { at: 1, to: 4 });
    await until(id, (status) => (status.input as { at: number }).at === 4);
    await host.client('raiseEvent', id, 'last', 'one');
    expect(await host.ended(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'one', input: { at: 4, to: 4 } });
  });
});

describe('what the durable client does', () => {
  test('a live instance refuses a second start, an ended one is replaced', async () => {
    await start('events', { count: 1 }, 'once');
    await expect(start('events', { count: 1 }, 'once')).rejects.toThrow(/409.*already exists/);
    await host.client('raiseEvent', 'once', 'e', 1);
    await host.ended('once');
    await start('noop', undefined, 'once');
    expect(await host.ended('once')).toMatchObject({ name: 'noop', output: 'done' });
  });

  test('terminate ends an instance at once; later events are dropped without an error, unknown instances are an error', async () => {
    const id = await start('events', { count: 1 });
    await host.client('terminate', id, 'enough');
    expect(await host.ended(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
    await expect(host.client('raiseEvent', id, 'e', 1)).resolves.toBeNull();
    await expect(host.client('raiseEvent', 'nobody', 'e', 1)).rejects.toThrow(/No instance with ID 'nobody'/);
    await expect(host.client('getStatus', 'nobody')).rejects.toThrow(/404/);
  });

  test('a suspended instance keeps its events for later', async () => {
    const id = await start('events', { count: 2 });
    await host.client('raiseEvent', id, 'e', 1);
    await host.client('suspend', id, 'pause');
    await until(id, (status) => status.runtimeStatus === 'Suspended');
    await host.client('raiseEvent', id, 'e', 2);
    expect((await host.status(id)).body.runtimeStatus).toBe('Suspended');
    await expect(host.client('suspend', id, 'again')).rejects.toThrow(/500/);
    await host.client('resume', id, 'go on');
    expect((await host.ended(id)).output).toEqual([1, 2]);
  });

  test('instances are listed by status and time, and purged', async () => {
    const before = new Date();
    const [done, open] = [(await run('noop')).instanceId, await start('events', { count: 1 })];
    const list = async (...runtimeStatus: string[]) => {
      const statuses = await host.client<InstanceStatus[]>('getStatusBy', { runtimeStatus, createdTimeFrom: before });
      return statuses.map(({ instanceId }) => instanceId);
    };
    expect(await list('Completed')).toEqual([done]);
    expect((await list('Running', 'Completed')).sort()).toEqual([done, open].sort());
    expect(await host.client('purgeInstanceHistory', done)).toEqual({ instancesDeleted: 1 });
    expect(await host.client('purgeInstanceHistory', done)).toEqual({ instancesDeleted: 0 });
    await expect(host.client('purgeInstanceHistory', open)).rejects.toThrow(/412/);
    expect(await host.client('purgeInstanceHistoryBy', { createdTimeFrom: before })).toMatchObject({ instancesDeleted: 1 });
    expect((await host.status(open)).httpStatus).toBe(404);
  });

  test('more instances than one page holds are all listed', async () => {
    const before = new Date();
    await Promise.all(Array.from({ length: 120 }, () => start('noop')));
    const statuses = await host.client<InstanceStatus[]>('getStatusBy', { createdTimeFrom: before });
    expect(new Set(statuses.map(({ instanceId }) => instanceId)).size).toBe(120);
  });

  test('history is shown on request, with inputs and outputs only if asked for', async () => {
    const { instanceId } = await run('chain', { length: 1 });
    const { body } = await host.status(instanceId, '?showHistory=true&showInput=false');
    expect(body.input).toBeNull();
    expect(body.historyEvents?.map(({ EventType }) => EventType)).toEqual(['ExecutionStarted', 'TaskCompleted', 'ExecutionCompleted']);
    expect(body.historyEvents?.[1]).toMatchObject({ FunctionName: 'hello' });
    expect(JSON.stringify(body.historyEvents)).not.toContain('Hello n0');
    const withOutput = await host.status(instanceId, '?showHistory=true&showHistoryOutput=true');
    expect(withOutput.body.historyEvents?.[1]).toMatchObject({ Result: 'Hello n0' });
  });

  test('instance ids may hold characters that table keys may not', async () => {
    for (const instanceId of [`odd \\#?'"ü@x`, 'x'.repeat(200), 'Case', 'case']) {
      const response = await fetch(`${host.http}/durabletask/orchestrators/giveBack/${encodeURIComponent(instanceId)}`, {
        method: 'POST',
        body: JSON.stringify({ instanceId }),
      });
      expect(response.status).toBe(202);
      expect(await host.ended(instanceId)).toMatchObject({ instanceId, output: { instanceId } });
    }
  });

  test('the links of createCheckStatusResponse work', async () => {
    const response = await fetch(`${host.http}/api/check/noop`, { method: 'POST' });
    const links = (await response.json()) as Record<string, string>;
    expect(response.headers.get('location')).toBe(links.statusQueryGetUri);
    await host.ended(links.id ?? '');
    expect((await fetch(links.statusQueryGetUri ?? '')).status).toBe(200);
    expect((await fetch(links.purgeHistoryDeleteUri ?? '', { method: 'DELETE' })).status).toBe(200);
  });
});

describe('what fails, and says so', () => {
  const failing: [name: string, message: RegExp][] = [
    ['fails', /^Orchestrator function 'fails' failed: on purpose$/],
    ['throwsText', /not an Error.*hang/],
    ['unknownActivity', /'nobody' doesn't exist.*hang/],
    ['notRegistered', /'notRegistered' doesn't exist/],
    ['usesHttp', /does not support callHttp/],
    ['usesEntity', /does not support callEntity/],
  ];
  test.each(failing)('%s ends as Failed', async (name, message) => {
    const status = await run(name);
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toMatch(message);
  });

  test('rewind, restart and entities are refused by name', async () => {
    const id = await start('events', { count: 1 });
    await expect(host.client('rewind', id, 'x')).rejects.toThrow(/does not support rewind/);
    const restart = await fetch(`${host.http}/runtime/webhooks/durabletask/instances/${id}/restart`, { method: 'POST' });
    expect([restart.status, await restart.text()]).toEqual([501, expect.stringMatching(/restart/)]);
    expect((await fetch(`${host.http}/runtime/webhooks/durabletask/entities/counter/a`)).status).toBe(501);
    await host.client('terminate', id, 'x');
  });

  test('a task put into a second Task.any is warned of, once per orchestration', async () => {
    await run('reusesTask');
    await run('reusesTask');
    expect(host.output().match(/Orchestration 'reusesTask' puts a call of 'slow'.*#574/g)).toHaveLength(1);
  });

  test('malformed JSON is 400, and a failed instance is 500 only if asked', async () => {
    const post = (path: string, body: string) =>
      fetch(`${host.http}/runtime/webhooks/durabletask/${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await post('orchestrators/noop', '{')).status).toBe(400);
    const id = await start('events', { count: 1 });
    expect((await post(`instances/${id}/raiseEvent/e`, '{')).status).toBe(400);
    await host.client('terminate', id, 'x');
    const { instanceId } = await run('fails');
    expect((await host.status(instanceId, '?returnInternalServerErrorOnFailure=true')).httpStatus).toBe(500);
  });
});
