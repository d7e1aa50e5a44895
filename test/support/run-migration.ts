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
import { cancelMigration } from '../../shared/migrations/cancel-migration';
import { updateMigration } from '../../shared/migrations/update-migration';
import { isStopped, readControl } from '../../shared/state/control';
import { readDatabases, setDatabaseState } from '../../shared/state/databases';
import type { StoredMigration } from './migration-store';

const orchestrators = {
  [orchestrationNames.migrationSteps]: migrationSteps as OrchestrationHandler,
  [orchestrationNames.migrateDatabase]: migrateDatabase as OrchestrationHandler,
};

export interface Behaviour {
  /** What exists on the target, per round of pre-flight. */
  existing?: (round: number) => ExistingDatabase[];
  advance?: (number: number, call: number) => Promise<unknown> | unknown;
}

/** Activities as app.ts registers them; those that need a server are played by the test. */
export async function runMigration(stored: StoredMigration, { existing = () => [], advance }: Behaviour = {}): Promise<OrchestrationRun> {
  let calls = 0;
  const running = new Set<Promise<unknown>>();
  const raised: { instanceId: string; name: string }[] = [];
  const tracked =
    (activity: TestActivity): TestActivity =>
    (input, context) => {
      const result = Promise.resolve(activity(input, context));
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
      const rows = await readDatabases(stored.id);
      const found = existing(round);
      const approved = found.every(
        ({ name, fingerprint }) => rows.find((row) => row.name === name)?.overwrite?.fingerprint === fingerprint,
      );
      return approved ? { kind: 'ready' } : { kind: 'decisionNeeded', databases: found };
    },
    [activityNames.openWait]: openWait,
    [activityNames.closeWait]: closeWait,
    [activityNames.wakeOpenWait]: (input: { migrationId: string }) =>
      wakeOpenWait(input, {
        start: async () => undefined,
        raise: async (instanceId, name) => {
          raised.push({ instanceId, name });
        },
      }),
    [activityNames.beginCopy]: beginCopy,
    [activityNames.advanceDatabase]: async ({ number }: { number: number }) => {
      if (isStopped(await readControl(stored.id))) {
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
    activities: Object.fromEntries(Object.entries(activities).map(([name, activity]) => [name, tracked(activity)])),
  });
  await quiet();
  return {
    ...orchestration,
    raise: async (name, data, instanceId) => {
      await orchestration.raise(name, data, instanceId);
      await quiet();
    },
  };
}

export async function cancel(stored: StoredMigration, orchestration: OrchestrationRun, options: { loseEvent?: boolean } = {}) {
  await cancelMigration(stored.id, undefined, {
    start: async () => undefined,
    raise: async (instanceId, name) => {
      if (!options.loseEvent) await orchestration.raise(name, {}, instanceId);
    },
  });
}

export async function approve(stored: StoredMigration, orchestration: OrchestrationRun) {
  const { target, name } = await stored.record();
  await updateMigration({ target, name }, { overwriteDatabases: true }, undefined, {
    start: async () => undefined,
    raise: (instanceId, event) => orchestration.raise(event, {}, instanceId),
  });
}
