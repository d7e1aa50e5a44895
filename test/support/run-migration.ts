// Runs the real orchestrators with the real state activities on a real store; what needs a server is played by the test.
import type { OrchestrationHandler } from 'durable-functions';
import type { OrchestrationRun, TestActivity } from '../../local/functions-host/testing/orchestration-runner';
import { createStage, type Stage } from '../../local/verify/model/stage';
import { stateActivities, subOrchestrators } from '../../local/verify/model/state-activities';
import { migration } from '../../orchestrators/migration';
import { activityNames, type DrivenAnswer } from '../../shared/domain/durable-names';
import type { ExistingDatabase } from '../../shared/domain/migration';
import type { Need } from '../../shared/domain/waits';
import { cancelMigration } from '../../shared/migrations/cancel-migration';
import type { DurablePort } from '../../shared/migrations/types';
import { updateMigration } from '../../shared/migrations/update-migration';
import { isStopped, readControl } from '../../shared/state/control-row';
import { readDatabase, readDatabases, setDatabaseState } from '../../shared/state/databases';
import type { StoredMigration } from './migration-store';

type Played = Promise<unknown> | unknown;

export interface Behaviour {
  /** What the look at Azure's resources says has to be set up. */
  prerequisites?: { opensNetworkPath?: boolean; preparesEngine?: boolean };
  /** How often that look has to be repeated, every five seconds. */
  prerequisitesPending?: number;
  /** An activity that drives something outside: its answer, per call. */
  driven?: (activity: string, call: number) => DrivenAnswer;
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
  let pending = behaviour.prerequisitesPending ?? 0;
  const durable: DurablePort = {
    start: async () => undefined,
    raise: async (instanceId, name) => {
      await stage.raise(instanceId, name);
      if (!stage.running()) await stage.quiet();
    },
  };
  const played: Record<string, TestActivity> = {
    [activityNames.checkPrerequisites]: async () => {
      if (isStopped(await readControl(stored.id))) return { kind: 'stopped' };
      if (pending-- > 0) return { kind: 'notYet', retryAfterMs: 5_000 };
      return { kind: 'ok', opensNetworkPath: false, preparesEngine: false, ...behaviour.prerequisites };
    },
    ...drivenActivities(stored, behaviour),
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
    [activityNames.cleanUp]: async () => ({ complete: true }),
  };
  const afterItsEvent =
    (name: string, activity: TestActivity): TestActivity =>
    async (input, context) => {
      await before[name]?.({ durable });
      return activity(input, context);
    };
  const stage: Stage = createStage({
    orchestrators: subOrchestrators,
    activities: ({ raise }) =>
      Object.fromEntries(
        Object.entries({ ...stateActivities(raise), ...played }).map(([name, activity]) => [name, afterItsEvent(name, activity)]),
      ),
  });
  const run = await stage.begin(migration as OrchestrationHandler, stored.id, { migrationId: stored.id }, new Date());
  await stage.quiet();
  return {
    ...run,
    durable,
    setAdvance: (next) => {
      advance = next;
    },
    raise: async (name, data, instanceId) => {
      await run.raise(name, data, instanceId);
      await stage.quiet();
    },
    advanceTo: async (time) => {
      await run.advanceTo(time);
      await stage.quiet();
    },
    advanceBy: async (ms) => {
      await run.advanceBy(ms);
      await stage.quiet();
    },
  };
}

/** Opening the network path, setting up replication, preparing the engine: cancelled like every step of the flow. */
function drivenActivities({ id }: StoredMigration, { driven = () => ({ kind: 'ok' }) }: Behaviour): Record<string, TestActivity> {
  const calls = new Map<string, number>();
  const play = (activity: string) => async (): Promise<DrivenAnswer> => {
    if (isStopped(await readControl(id))) return { kind: 'stopped' };
    const call = calls.get(activity) ?? 0;
    calls.set(activity, call + 1);
    return driven(activity, call);
  };
  const names = [activityNames.openNetworkPath, activityNames.setUpReplication, activityNames.prepareEngine];
  return Object.fromEntries(names.map((name) => [name, play(name)]));
}

export async function cancel(stored: StoredMigration, { durable }: Migrating, options: { loseEvent?: boolean } = {}) {
  const lost: DurablePort = { ...durable, raise: async () => undefined };
  await cancelMigration(stored.id, undefined, options.loseEvent ? lost : durable);
}

export async function approve(stored: StoredMigration, { durable }: Migrating) {
  const { target, name } = await stored.record();
  await updateMigration({ target, name }, { overwriteDatabases: true }, undefined, durable);
}
