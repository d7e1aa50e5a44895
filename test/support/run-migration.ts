// Runs the real orchestrators with the real state activities on a real store; what needs a server is played by the test.
import type { OrchestrationHandler } from 'durable-functions';
import { beginCopy } from '../../activities/begin-copy';
import { closeWait } from '../../activities/close-wait';
import { openWait } from '../../activities/open-wait';
import { recordOutcome } from '../../activities/record-outcome';
import { seal } from '../../activities/seal';
import { wakeOpenWait } from '../../activities/wake-open-wait';
import { type OrchestrationRun, runOrchestrator, type TestActivity } from '../../local/functions-host/testing/orchestration-runner';
import { migrateDatabase } from '../../orchestrators/migrate-database';
import { migration } from '../../orchestrators/migration';
import { migrationSteps } from '../../orchestrators/migration-steps';
import { activityNames, orchestrationNames } from '../../shared/domain/durable-names';
import type { ExistingDatabase } from '../../shared/domain/migration';
import type { Need } from '../../shared/domain/waits';
import { cancelMigration } from '../../shared/migrations/cancel-migration';
import type { DurablePort } from '../../shared/migrations/types';
import { updateMigration } from '../../shared/migrations/update-migration';
import { isStopped, readControl } from '../../shared/state/control-row';
import { readDatabase, readDatabases, setDatabaseState } from '../../shared/state/databases';
import type { StoredMigration } from './migration-store';

const orchestrators = {
  [orchestrationNames.migrationSteps]: migrationSteps as OrchestrationHandler,
  [orchestrationNames.migrateDatabase]: migrateDatabase as OrchestrationHandler,
};

type Played = Promise<unknown> | unknown;

export interface Behaviour {
  /** What exists on the target, per round of pre-flight. */
  existing?: (round: number) => Promise<ExistingDatabase[]> | ExistingDatabase[];
  /** What else pre-flight finds to be missing. */
  need?: () => Promise<Need | undefined>;
  /** All of pre-flight, in place of the two above. */
  preflight?: () => Played;
  advance?: (number: number, call: number) => Played;
  /** Runs right before an activity, by its name. */
  before?: Record<string, (run: { durable: DurablePort }) => Promise<void>>;
}

export interface Migrating extends OrchestrationRun {
  /** Raises events at this run, as the durable client does. */
  durable: DurablePort;
  setAdvance(advance: Behaviour['advance']): void;
}

/** Activities as app.ts registers them; those that need a server are played by the test. */
export async function runMigration(stored: StoredMigration, behaviour: Behaviour = {}): Promise<Migrating> {
  const { existing = () => [], need = async () => undefined, preflight, before = {} } = behaviour;
  let { advance } = behaviour;
  let calls = 0;
  const running = new Set<Promise<unknown>>();
  const raised: { instanceId: string; name: string }[] = [];
  /** Inside of an activity an event can only be noted: the run goes on when the activity has ended. */
  const durable: DurablePort = {
    start: async () => undefined,
    raise: async (instanceId, name) => {
      raised.push({ instanceId, name });
      if (!running.size) await quiet();
    },
  };
  const tracked =
    (name: string, activity: TestActivity): TestActivity =>
    (input, context) => {
      const result = (before[name]?.({ durable }) ?? Promise.resolve()).then(() => activity(input, context));
      running.add(result);
      return result.finally(() => running.delete(result));
    };
  /** The activities do real I/O: nothing moves any more only when none of them runs. */
  const quiet = async () => {
    for (;;) {
      await orchestration.settle();
      for (const { instanceId, name } of raised.splice(0)) await orchestration.raise(name, {}, instanceId);
      if (!running.size) return;
      await Promise.race(running).catch(() => undefined); // a failure is the orchestrator's matter
    }
  };
  const activities: Record<string, TestActivity> = {
    [activityNames.checkPrerequisites]: async () => (isStopped(await readControl(stored.id)) ? { kind: 'stopped' } : { kind: 'ok' }),
    [activityNames.runPreflight]: async ({ round }: { round: number }) => {
      if (isStopped(await readControl(stored.id))) return { kind: 'stopped' };
      if (preflight) return preflight();
      const missing = await need();
      if (missing) return { kind: 'needs', need: missing };
      const rows = await readDatabases(stored.id);
      const found = await existing(round);
      const approved = found.every(
        ({ name, fingerprint }) => rows.find((row) => row.name === name)?.overwrite?.fingerprint === fingerprint,
      );
      return approved ? { kind: 'ready' } : { kind: 'needs', need: { kind: 'overwrite', databases: found } };
    },
    [activityNames.openWait]: openWait,
    [activityNames.closeWait]: closeWait,
    [activityNames.wakeOpenWait]: (input: { migrationId: string }) => wakeOpenWait(input, durable),
    [activityNames.beginCopy]: beginCopy,
    [activityNames.advanceDatabase]: async ({ number }: { number: number }) => {
      const { cancelRequestedOn } = await readDatabase(stored.id, number);
      if (cancelRequestedOn || isStopped(await readControl(stored.id))) {
        await setDatabaseState(stored.id, number, 'Canceled');
        return { kind: 'ended', succeeded: false };
      }
      if (advance) return advance(number, calls++);
      await setDatabaseState(stored.id, number, 'Succeeded');
      return { kind: 'ended', succeeded: true };
    },
    [activityNames.seal]: seal,
    [activityNames.cleanUp]: async () => ({ complete: true }),
    [activityNames.recordOutcome]: recordOutcome,
  };
  const orchestration: OrchestrationRun = await runOrchestrator(migration as OrchestrationHandler, {
    instanceId: stored.id,
    input: { migrationId: stored.id },
    now: new Date(),
    orchestrators,
    activities: Object.fromEntries(Object.entries(activities).map(([name, activity]) => [name, tracked(name, activity)])),
  });
  await quiet();
  return {
    ...orchestration,
    durable,
    setAdvance: (next) => {
      advance = next;
    },
    raise: async (name, data, instanceId) => {
      await orchestration.raise(name, data, instanceId);
      await quiet();
    },
    advanceTo: async (time) => {
      await orchestration.advanceTo(time);
      await quiet();
    },
    advanceBy: async (ms) => {
      await orchestration.advanceBy(ms);
      await quiet();
    },
  };
}

export async function cancel(stored: StoredMigration, { durable }: Migrating, options: { loseEvent?: boolean } = {}) {
  const lost: DurablePort = { ...durable, raise: async () => undefined };
  await cancelMigration(stored.id, undefined, options.loseEvent ? lost : durable);
}

export async function approve(stored: StoredMigration, { durable }: Migrating) {
  const { target, name } = await stored.record();
  await updateMigration({ target, name }, { overwriteDatabases: true }, undefined, durable);
}
