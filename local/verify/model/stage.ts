/**
 * Orchestrations in memory whose activities do real I/O: several roots side by side, events between them, activities that are held back. The
 * clock stands still but for `advanceTo`.
 */
import type { OrchestrationHandler } from 'durable-functions';
import type { InstancePort } from '../../../shared/migrations/reconcile';
import type { DurablePort } from '../../../shared/migrations/types';
import { type OrchestrationRun, runOrchestrator, type TestActivity } from '../../functions-host/testing/orchestration-runner';

export interface StageOptions {
  /** Those that may be called as sub-orchestrations. */
  orchestrators: Record<string, OrchestrationHandler>;
  activities(stage: Stage): Record<string, TestActivity>;
}

export interface Stage {
  /** Events and terminations are noted here and delivered by `quiet`: inside of an activity its own orchestration cannot go on. */
  readonly raise: DurablePort['raise'];
  readonly terminate: InstancePort['terminate'];
  begin(handler: OrchestrationHandler, instanceId: string, input: object, now: Date): Promise<OrchestrationRun>;
  /** The root that the instance belongs to: itself, or the one that called it. */
  runOf(instanceId: string): OrchestrationRun | undefined;
  runs(): OrchestrationRun[];
  /** As if its store had been lost. */
  forget(instanceId: string): void;
  /** Runs an activity on its own, as a late second delivery of its message; its answer goes nowhere. */
  call(name: string, input: object): Promise<void>;
  /** An activity awaits this to be held back until `release`. */
  hold(): Promise<void>;
  release(): void;
  /** Activities that run now, the held ones too. */
  running(): number;
  held(): number;
  /** Goes on until nothing moves any more without time, a new event, or `release`. */
  quiet(): Promise<void>;
  /** Moves the clock of all orchestrations, firing timers in order, until it is quiet. */
  advanceTo(time: Date): Promise<void>;
}

export function createStage({ orchestrators, activities }: StageOptions): Stage {
  const roots = new Map<string, OrchestrationRun>();
  const running = new Set<Promise<unknown>>();
  const messages: { instanceId: string; deliver(run: OrchestrationRun): Promise<void> }[] = [];
  const held = new Set<() => void>();
  let ended = 0;
  let pumping = Promise.resolve();
  const wakers: (() => void)[] = [];
  /** An activity has ended, or is held back now. */
  const wake = () => {
    for (const waker of wakers.splice(0)) waker();
  };

  const tracked =
    (activity: TestActivity): TestActivity =>
    (input, context) => {
      const result = Promise.resolve().then(() => activity(input, context));
      running.add(result);
      return result.finally(() => {
        running.delete(result);
        ended++;
        wake();
      });
    };
  const isLive = (run: OrchestrationRun, instanceId: string) => {
    try {
      return Boolean(run.view(instanceId));
    } catch {
      return false; // that root has no such part
    }
  };
  const runOf = (instanceId: string) => roots.get(instanceId) ?? [...roots.values()].find((run) => isLive(run, instanceId));

  async function pump(): Promise<void> {
    for (;;) {
      const before = ended;
      for (const run of roots.values()) await run.settle();
      for (const { instanceId, deliver } of messages.splice(0)) {
        const run = runOf(instanceId);
        if (run) await deliver(run);
      }
      const active = running.size - held.size;
      if (active <= 0 && ended === before && !messages.length) return;
      if (active > 0) await new Promise<void>((resolve) => wakers.push(resolve));
    }
  }

  const stage: Stage = {
    raise: async (instanceId, name) => {
      messages.push({ instanceId, deliver: (run) => run.raise(name, {}, instanceId) });
    },
    terminate: async (instanceId, reason) => {
      messages.push({ instanceId, deliver: (run) => run.terminate(reason, instanceId) });
    },
    async begin(handler, instanceId, input, now) {
      const run = await runOrchestrator(handler, { instanceId, input, now, orchestrators, activities: table });
      roots.set(instanceId, run);
      return run;
    },
    runOf,
    runs: () => [...roots.values()],
    forget: (instanceId) => void roots.delete(instanceId),
    async call(name, input) {
      const result = (table[name] as (input: object, context: object) => Promise<unknown>)(input, { instanceId: 'late' });
      result.catch(() => undefined); // nobody asked for it
    },
    hold: () =>
      new Promise((resolve) => {
        held.add(resolve);
        wake();
      }),
    release() {
      for (const resolve of held) resolve();
      held.clear();
    },
    running: () => running.size,
    held: () => held.size,
    quiet() {
      pumping = pumping.then(pump);
      return pumping;
    },
    advanceTo(time) {
      pumping = pumping.then(async () => {
        for (const run of roots.values()) await run.advanceTo(time);
        await pump();
      });
      return pumping;
    },
  };
  const table = Object.fromEntries(Object.entries(activities(stage)).map(([name, activity]) => [name, tracked(activity)]));
  return stage;
}
