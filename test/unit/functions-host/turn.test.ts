// biome-ignore-all lint/correctness/useYield: an orchestrator is a generator even if it awaits nothing
/** How an instance ends, waits and fails, turn by turn, with the real SDK. */
import type { OrchestrationContext, OrchestrationHandler } from 'durable-functions';
import * as df from 'durable-functions';
import { runOrchestrator } from '../../../local/functions-host/testing/orchestration-runner';

const inSeconds = (context: OrchestrationContext, count: number) => new Date(context.df.currentUtcDateTime.getTime() + count * 1000);
const never = () => new Promise(() => undefined);

describe('open tasks hold the end', () => {
  test('an open activity holds completion; meanwhile the instance is Running without output, with its new custom status', async () => {
    let release: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      release = resolve;
    });
    const run = await runOrchestrator(
      function* (context) {
        yield context.df.Task.any([context.df.callActivity('slow', {}), context.df.callActivity('quick', {})]);
        context.df.setCustomStatus('returned');
        return 'output';
      },
      { activities: { slow: () => slow, quick: () => 1 } },
    );
    expect(run.view()).toMatchObject({ runtimeStatus: 'Running', output: undefined, customStatus: 'returned' });
    release(1);
    expect(await run.finish()).toMatchObject({ runtimeStatus: 'Completed', output: 'output' });
  });

  test('an open timer holds a failure', async () => {
    const run = await runOrchestrator(
      function* (context) {
        yield context.df.Task.any([context.df.createTimer(inSeconds(context, 60)), context.df.callActivity('quick', {})]);
        throw new Error('after the quick one');
      },
      { activities: { quick: () => 1 } },
    );
    expect(run.view().runtimeStatus).toBe('Running');
    await run.advanceBy(60_000);
    expect(run.view()).toMatchObject({ runtimeStatus: 'Failed', output: expect.stringContaining('after the quick one') });
  });

  test('an event waiter that lost holds nothing', async () => {
    const run = await runOrchestrator(
      function* (context) {
        yield context.df.Task.any([context.df.waitForExternalEvent('e'), context.df.callActivity('quick', {})]);
        return 'done';
      },
      { activities: { quick: () => 1 } },
    );
    expect(run.view().runtimeStatus).toBe('Completed');
  });

  test('continueAsNew is held by an open timer, and events of that time go over', async () => {
    const run = await runOrchestrator(
      function* (context) {
        const { round } = context.df.getInput() as { round: number };
        if (round === 2) return yield context.df.waitForExternalEvent('late');
        yield context.df.Task.any([context.df.createTimer(inSeconds(context, 60)), context.df.callActivity('quick', {})]);
        context.df.continueAsNew({ round: 2 });
        return undefined;
      },
      { input: { round: 1 }, activities: { quick: () => 1 } },
    );
    await run.raise('late', 'carried over');
    expect(run.view()).toMatchObject({ runtimeStatus: 'Running', restarts: 0 });
    await run.advanceBy(60_000);
    expect(run.view()).toMatchObject({ runtimeStatus: 'Completed', restarts: 1, output: 'carried over' });
  });

  test('Task.all resumes at the first failure, but what it yields next starts only when the others have ended', async () => {
    let release: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      release = resolve;
    });
    const run = await runOrchestrator(
      function* (context) {
        try {
          yield context.df.Task.all([context.df.callActivity('slow', {}), context.df.callActivity('broken', {})]);
        } catch {
          return yield context.df.callActivity('next', {});
        }
        return 'not reached';
      },
      {
        activities: {
          slow: () => slow,
          broken: () => {
            throw new Error('broken');
          },
          next: () => 'next ran',
        },
      },
    );
    expect(run.view().activities).toEqual(['slow', 'broken']);
    release(1);
    expect(await run.finish()).toMatchObject({ output: 'next ran' });
  });
});

describe('what fails the instance', () => {
  const failing: [string, OrchestrationHandler, RegExp][] = [
    [
      'throw of a text',
      function* () {
        throw 'text';
      },
      /not an Error with a message.*hang/,
    ],
    [
      'throw of undefined',
      function* () {
        throw undefined;
      },
      /neither ended nor waits/,
    ],
    [
      'an Error without a message',
      function* () {
        throw new Error();
      },
      /not an Error with a message/,
    ],
    [
      'yielding what is no task',
      function* () {
        yield 5 as never;
      },
      /only yield Task types|Only Task types/i,
    ],
    ['an async function', (async () => 'x') as unknown as OrchestrationHandler, /next is not a function/],
    [
      'an unknown activity',
      function* (context) {
        yield context.df.callActivity('nobody', {});
      },
      /'nobody' doesn't exist.*hang/,
    ],
    [
      'an unknown sub-orchestration',
      function* (context) {
        yield context.df.callSubOrchestrator('nobody', {});
      },
      /'nobody' doesn't exist.*hang/,
    ],
    [
      'callHttp',
      function* (context) {
        yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1/' });
      },
      /does not support callHttp/,
    ],
    [
      'signalEntity',
      function* (context) {
        context.df.signalEntity(new df.EntityId('a', 'b'), 'add');
        yield context.df.createTimer(inSeconds(context, 1));
      },
      /does not support signalEntity/,
    ],
    [
      'locks of entities',
      function* (context) {
        yield context.df.lock(new df.EntityId('a', 'b'));
      },
      /does not support lock/,
    ],
  ];
  test.each(failing)('%s', async (_what, handler, message) => {
    const run = await runOrchestrator(handler);
    expect(run.view().runtimeStatus).toBe('Failed');
    expect(run.view().output).toMatch(message);
  });

  test('a retryTimeout that is reached', async () => {
    const run = await runOrchestrator(
      function* (context) {
        const options = new df.RetryOptions(1_000, 10);
        options.retryTimeoutInMilliseconds = 2_500;
        yield context.df.callActivityWithRetry('broken', options, {});
      },
      {
        activities: {
          broken: () => {
            throw new Error('broken');
          },
        },
      },
    );
    expect((await run.finish()).output).toMatch(/retryTimeout of 2500 ms.*hang/);
  });
});

test('a timer of weeks is one timer, and may be cancelled', async () => {
  const run = await runOrchestrator(function* (context) {
    const timer = context.df.createTimer(inSeconds(context, 30 * 86_400));
    const event = context.df.waitForExternalEvent('go');
    yield context.df.Task.any([event, timer]);
    if (!timer.isCompleted) timer.cancel();
    yield context.df.createTimer(inSeconds(context, 20 * 86_400));
    return context.df.currentUtcDateTime.toISOString();
  });
  await run.advanceBy(10 * 86_400_000);
  await run.raise('go');
  expect(await run.finish()).toMatchObject({ runtimeStatus: 'Completed', output: '2026-01-31T00:00:00.000Z' });
});

test('two waiters of one event are served last in, first out', async () => {
  const run = await runOrchestrator(function* (context) {
    const waiters = [context.df.waitForExternalEvent('e'), context.df.waitForExternalEvent('e')];
    yield context.df.Task.all(waiters);
    return waiters.map((waiter) => waiter.result);
  });
  await run.raise('e', 'first');
  await run.raise('e', 'second');
  expect(run.view().output).toEqual(['second', 'first']);
});

test('new ids and the time are the same in every replay', async () => {
  const run = await runOrchestrator(
    function* (context) {
      const before = [context.df.newGuid('a'), context.df.currentUtcDateTime.toISOString()];
      yield context.df.callActivity('work', { before });
      yield context.df.createTimer(inSeconds(context, 10));
      return before;
    },
    { activities: { work: () => 1 } },
  );
  expect(run.calls[0]?.input).toEqual({ before: (await run.finish()).output });
});

test('an instance that waits for an activity that never ends stays Running and can be terminated', async () => {
  const run = await runOrchestrator(
    function* (context) {
      yield context.df.callActivity('never', {});
    },
    { activities: { never } },
  );
  expect(run.view().runtimeStatus).toBe('Running');
  await run.terminate('"a JSON text"');
  expect(run.view()).toMatchObject({ runtimeStatus: 'Terminated', output: '"a JSON text"' });
});
