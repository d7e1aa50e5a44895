/** The runner that orchestrator tests use: it must behave as the host, and fail what the host only warns of. */
import type { OrchestrationContext } from 'durable-functions';
import * as df from 'durable-functions';
import { runOrchestrator } from '../../../local/functions-host/testing/orchestration-runner';

const start = new Date('2026-01-01T00:00:00.000Z');
const seconds = (context: OrchestrationContext, count: number) => new Date(context.df.currentUtcDateTime.getTime() + count * 1000);

test('activities in sequence and in parallel give their results', async () => {
  const run = await runOrchestrator(
    function* (context) {
      const first: number = yield context.df.callActivity('double', { value: 1 });
      const rest: number[] = yield context.df.Task.all([2, 3].map((value) => context.df.callActivity('double', { value })));
      return [first, ...rest];
    },
    { activities: { double: async ({ value }: { value: number }) => value * 2 } },
  );
  expect(run.view()).toMatchObject({ runtimeStatus: 'Completed', output: [2, 4, 6] });
  expect(run.calls.map(({ input }) => input)).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
});

test('an event wins against a timer, and the cancelled timer does not hold the instance', async () => {
  const run = await runOrchestrator(function* (context) {
    const timer = context.df.createTimer(seconds(context, 60));
    const event = context.df.waitForExternalEvent('go');
    const winner = yield context.df.Task.any([event, timer]);
    if (!timer.isCompleted) timer.cancel();
    return winner === event ? event.result : 'too late';
  });
  expect(run.view().runtimeStatus).toBe('Running');
  await run.raise('go', { by: 'me' });
  expect(run.view()).toMatchObject({ runtimeStatus: 'Completed', output: { by: 'me' } });
});

test('advancing the clock fires timers at their time and not before', async () => {
  const run = await runOrchestrator(
    function* (context) {
      yield context.df.createTimer(seconds(context, 60));
      return context.df.currentUtcDateTime.toISOString();
    },
    { now: start },
  );
  await run.advanceBy(59_000);
  expect(run.view().runtimeStatus).toBe('Running');
  await run.advanceBy(1_000);
  expect(run.view()).toMatchObject({ runtimeStatus: 'Completed', output: '2026-01-01T00:01:00.000Z' });
});

test('a failing activity is retried after its delay, with virtual time', async () => {
  let attempts = 0;
  const run = await runOrchestrator(
    function* (context) {
      return yield context.df.callActivityWithRetry('flaky', new df.RetryOptions(5_000, 3), {});
    },
    {
      now: start,
      activities: {
        flaky: () => {
          if (++attempts < 3) throw new Error(`attempt ${attempts}`);
          return 'third time lucky';
        },
      },
    },
  );
  expect(await run.finish()).toMatchObject({ runtimeStatus: 'Completed', output: 'third time lucky' });
  expect(run.now().getTime() - start.getTime()).toBe(10_000);
});

test('sub-orchestrations run by name, take events of their own, and continueAsNew starts them afresh', async () => {
  const run = await runOrchestrator(
    function* (context) {
      return yield context.df.callSubOrchestrator('child', { round: 1 }, 'test:child');
    },
    {
      orchestrators: {
        *child(context) {
          const { round } = context.df.getInput() as { round: number };
          const answer: string = yield context.df.waitForExternalEvent('answer');
          if (round === 1) return context.df.continueAsNew({ round: 2 });
          return `${answer} in round ${round}`;
        },
      },
    },
  );
  await run.raise('answer', 'no', 'test:child');
  expect(run.view('test:child')).toMatchObject({ runtimeStatus: 'Running', restarts: 1 });
  await run.raise('answer', 'yes', 'test:child');
  expect(run.view().output).toBe('yes in round 2');
});

test('an orchestrator that is not deterministic fails the test', async () => {
  let calls = 0;
  const run = runOrchestrator(
    function* (context) {
      yield context.df.callActivity('work', { number: calls++ });
    },
    { activities: { work: () => undefined } },
  );
  await expect(run).rejects.toThrow(/not deterministic/);
});

test('a pending task in a second Task.any fails the test', async () => {
  const run = runOrchestrator(
    function* (context) {
      const slow = context.df.callActivity('never', {});
      yield context.df.Task.any([slow, context.df.callActivity('quick', {})]);
      yield context.df.Task.any([slow, context.df.callActivity('quick', {})]);
    },
    { activities: { never: () => new Promise(() => undefined), quick: () => 1 } },
  );
  await expect(run).rejects.toThrow(/call of 'never'.*#574/s);
});

test('terminate ends the instance at once and leaves children running', async () => {
  const run = await runOrchestrator(
    function* (context) {
      yield context.df.callSubOrchestrator('child', {}, 'child');
    },
    {
      orchestrators: {
        *child(context) {
          yield context.df.waitForExternalEvent('never');
        },
      },
    },
  );
  await run.terminate('enough');
  expect(run.view()).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
  expect(run.view('child').runtimeStatus).toBe('Running');
});

test('finish says when an instance waits for an event that never comes', async () => {
  const run = await runOrchestrator(function* (context) {
    yield context.df.waitForExternalEvent('never');
  });
  await expect(run.finish()).rejects.toThrow(/waits for an event/);
});
