/** Random orchestrations whose every task has a key of its own, so that a result that goes to the wrong task is seen. */
import type { OrchestrationContext, Task } from 'durable-functions';
import * as df from 'durable-functions';
import fc from 'fast-check';

export type Step =
  | { kind: 'activity'; key: string }
  | { kind: 'retried'; key: string; failures: number; attempts: number }
  | { kind: 'timer'; key: string; seconds: number }
  | { kind: 'event'; key: string }
  /** An event against a timer, which is cancelled if it loses. */
  | { kind: 'window'; key: string; seconds: number }
  | { kind: 'child'; key: string; steps: Step[] }
  | { kind: 'all'; key: string; steps: Step[] }
  /** The first to settle wins; the others are then awaited alone, one by one, or left to themselves. */
  | { kind: 'any'; key: string; steps: Step[]; losersAreLeft?: boolean };

const { steps: stepsOf } = fc.letrec<{ step: Step; leaf: Step; steps: Step[] }>((tie) => ({
  leaf: fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('activity' as const), key: fc.constant('') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('retried' as const),
        key: fc.constant(''),
        failures: fc.nat(3),
        attempts: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('timer' as const), key: fc.constant(''), seconds: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('event' as const), key: fc.constant('') }) },
  ),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: tie('leaf') },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('window' as const), key: fc.constant(''), seconds: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('child' as const), key: fc.constant(''), steps: tie('steps') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        key: fc.constant(''),
        steps: fc.array(tie('leaf'), { minLength: 1, maxLength: 4 }),
      }),
    },
  ),
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 5 }),
}));

/** With retries anywhere, losers of `any` included; then losers are left to themselves, and timers are not cancelled (traps.ts). */
export const programsWithRetries: fc.Arbitrary<Step[]> = stepsOf.map((steps) =>
  withKeys(steps, 't', (step) => {
    if (step.kind === 'window') return { kind: 'event', key: '' };
    return step.kind === 'any' ? { ...step, losersAreLeft: true } : step;
  }),
);
/** With cancelled timers and losers awaited alone. */
export const programsWithWindows: fc.Arbitrary<Step[]> = stepsOf.map((steps) =>
  withKeys(steps, 't', (step) => (step.kind === 'any' ? { ...step, steps: step.steps.map(firstTime) } : step)),
);

function firstTime(step: Step): Step {
  return step.kind === 'retried' ? { ...step, failures: 0 } : step;
}

/** Inside `all` nothing fails: the SDK would go on at once, the host only when all have ended, and numbers would part (traps.ts). */
function succeeding(step: Step): Step {
  return step.kind === 'retried' ? { ...step, failures: Math.min(step.failures, step.attempts - 1) } : step;
}

/** Events, too, are named after their step, so that each has one waiter. */
function withKeys(steps: Step[], prefix: string, adapt: (step: Step) => Step): Step[] {
  return steps.map((given, index) => {
    const step = adapt(given);
    const key = `${prefix}.${index}`;
    if (!('steps' in step)) return { ...step, key };
    const inner = withKeys(step.steps, key, adapt);
    return { ...step, key, steps: step.kind === 'all' ? inner.map(succeeding) : inner };
  });
}

export function* runProgram(context: OrchestrationContext, steps: Step[]): Generator<Task, string[], unknown> {
  const results: string[] = [];
  for (const step of steps) {
    try {
      if (step.kind === 'any') yield* runAny(context, step, results);
      else if (step.kind === 'window') yield* runWindow(context, step);
      else {
        const result = yield taskOf(context, step);
        check(step, result);
        results.push(step.key);
      }
    } catch (error) {
      results.push(failureOf(step, error));
    }
  }
  return results;
}

function* runWindow(context: OrchestrationContext, step: Step & { kind: 'window' }): Generator<Task, void, unknown> {
  const event = context.df.waitForExternalEvent(step.key);
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + step.seconds * 1_000));
  const winner = yield context.df.Task.any([event, timer]);
  if (!timer.isCompleted) timer.cancel();
  if (winner === event) check(step, event.result);
}

function* runAny(
  context: OrchestrationContext,
  { steps, losersAreLeft }: Step & { kind: 'any' },
  results: string[],
): Generator<Task, void, unknown> {
  const tasks = steps.map((step) => taskOf(context, step));
  const winner = yield context.df.Task.any(tasks);
  if (!tasks.includes(winner as Task)) throw new Error('MIXED UP: the winner of any is none of its tasks');
  if (losersAreLeft) return;
  for (const [index, step] of steps.entries()) {
    const task = tasks[index];
    if (!task) continue;
    try {
      check(step, task.isCompleted || task.isFaulted ? settledResult(task) : yield task);
      results.push(step.key);
    } catch (error) {
      results.push(failureOf(step, error));
    }
  }
}

function settledResult(task: Task): unknown {
  if (task.isFaulted) throw task.result;
  return task.result;
}

function taskOf(context: OrchestrationContext, step: Step): Task {
  switch (step.kind) {
    case 'activity':
      return context.df.callActivity('work', { key: step.key, failures: 0 });
    case 'retried':
      return context.df.callActivityWithRetry('work', new df.RetryOptions(1_000, step.attempts), {
        key: step.key,
        failures: step.failures,
      });
    case 'timer':
      return context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + step.seconds * 1_000));
    case 'event':
      return context.df.waitForExternalEvent(step.key);
    case 'child':
      return context.df.callSubOrchestrator('program', { steps: step.steps, key: step.key }, step.key);
    case 'window':
    case 'any':
      throw new Error(`A step of kind ${step.kind} is no single task.`);
    default:
      return context.df.Task.all(step.steps.map((inner) => taskOf(context, inner)));
  }
}

/** Every result names the step that it belongs to. */
function check(step: Step, result: unknown): void {
  if (step.kind === 'timer') return;
  if (step.kind === 'all') for (const [index, inner] of step.steps.entries()) check(inner, (result as unknown[])[index]);
  else if ((result as { key?: string } | undefined)?.key !== step.key)
    throw new Error(`MIXED UP: ${step.key} was given ${JSON.stringify(result)}`);
}

function failureOf(step: Step, error: unknown): string {
  const { message } = error as Error;
  if (message.includes('MIXED UP')) throw error;
  const keys = step.kind === 'all' ? step.steps.map((inner) => inner.key) : [step.key];
  if (!keys.some((key) => message.includes(`[${key}]`))) throw new Error(`MIXED UP: ${step.key} failed with ${message}`);
  return `${step.key} failed`;
}

/** How often each activity has to run. */
export function expectedRuns(steps: Step[]): Record<string, number> {
  const runs: Record<string, number> = {};
  for (const step of steps) {
    if (step.kind === 'activity') runs[step.key] = 1;
    else if (step.kind === 'retried') runs[step.key] = Math.min(step.failures + 1, step.attempts);
    else if ('steps' in step) Object.assign(runs, expectedRuns(step.steps));
  }
  return runs;
}

/** The names of all events that the program waits for. */
export function eventNames(steps: Step[]): string[] {
  return steps.flatMap((step) =>
    step.kind === 'event' ? [step.key] : 'steps' in step && step.kind !== 'child' ? eventNames(step.steps) : [],
  );
}
