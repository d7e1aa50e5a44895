// The life cycle of a migration: the real orchestrators and the real state activities on a real store; only servers are left out.

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
import { migrationError } from '../../shared/domain/error-codes';
import { approvalExpiryMs } from '../../shared/domain/limits';
import type { ExistingDatabase } from '../../shared/domain/migration';
import { cancelEventName, instanceIds, waitEventName } from '../../shared/domain/names';
import { cancelMigration } from '../../shared/migrations/cancel-migration';
import { updateMigration } from '../../shared/migrations/update-migration';
import { decideOpenWait, isStopped, readControl, requestCancel } from '../../shared/state/control';
import { readDatabases, setDatabaseState } from '../../shared/state/databases';
import { unseenWaits } from '../../shared/state/waits';
import { existingDatabase, type StoredMigration, storeMigration, useMigrationStore } from '../support/migration-store';

useMigrationStore();

const orchestrators = {
  [orchestrationNames.migrationSteps]: migrationSteps as OrchestrationHandler,
  [orchestrationNames.migrateDatabase]: migrateDatabase as OrchestrationHandler,
};

interface Behaviour {
  /** What exists on the target, per round of pre-flight. */
  existing?: (round: number) => ExistingDatabase[];
  advance?: (number: number, call: number) => Promise<unknown> | unknown;
}

/** Activities as app.ts registers them; those that need a server are played by the test. */
async function run(stored: StoredMigration, { existing = () => [], advance }: Behaviour = {}): Promise<OrchestrationRun> {
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

async function cancel(stored: StoredMigration, orchestration: OrchestrationRun, options: { loseEvent?: boolean } = {}) {
  await cancelMigration(stored.id, undefined, {
    start: async () => undefined,
    raise: async (instanceId, name) => {
      if (!options.loseEvent) await orchestration.raise(name, {}, instanceId);
    },
  });
}

async function approve(stored: StoredMigration, orchestration: OrchestrationRun) {
  const { target, name } = await stored.record();
  await updateMigration({ target, name }, { overwriteDatabases: true }, undefined, {
    start: async () => undefined,
    raise: (instanceId, event) => orchestration.raise(event, {}, instanceId),
  });
}

const states = async (stored: StoredMigration) => (await stored.databases()).map(({ state }) => state);

test('a migration without questions goes through its states in order and ends Succeeded with one terminal event', async () => {
  const stored = await storeMigration(['a', 'b']);
  const orchestration = await run(stored);
  await orchestration.finish();
  expect(await stored.record()).toMatchObject({ state: 'Succeeded', subState: 'Completed', cleanup: 'Completed' });
  const subStates = (await stored.events())
    .filter(({ type }) => type.includes('MigrationStatus'))
    .map(({ data }) => (data as { substate: string }).substate);
  expect(subStates).toEqual(['PerformingPreRequisiteSteps', 'MigratingData', 'CompletingMigration', 'Completed']);
  expect(await stored.terminalEvents()).toHaveLength(1);
});

test('a failed database does not stop the others, and the migration ends Failed with its reason', async () => {
  const stored = await storeMigration(['a', 'b']);
  const orchestration = await run(stored, {
    advance: async (number) => {
      const failed = number === 0;
      await setDatabaseState(
        stored.id,
        number,
        failed ? 'Failed' : 'Succeeded',
        failed ? migrationError('COPY_FAILED', 'table t') : undefined,
      );
      return { kind: 'ended', succeeded: !failed };
    },
  });
  await orchestration.finish();
  expect(await states(stored)).toEqual(['Failed', 'Succeeded']);
  expect(await stored.record()).toMatchObject({ state: 'Failed', error: { code: 'DATABASE_FAILED' } });
});

test('an activity that throws again and again ends the database, not the migration service', async () => {
  const stored = await storeMigration(['a']);
  const orchestration = await run(stored, {
    advance: () => {
      throw new Error('store away');
    },
  });
  await orchestration.finish();
  expect(await stored.record()).toMatchObject({ state: 'Failed' });
  expect(await stored.terminalEvents()).toHaveLength(1);
});

describe('waiting for an overwrite approval', () => {
  const waiting = { existing: () => [existingDatabase('app')] };

  test('shows what would be lost, and goes on when it is approved', async () => {
    const stored = await storeMigration();
    const orchestration = await run(stored, waiting);
    expect(await stored.record()).toMatchObject({ state: 'WaitingForUserAction', subState: 'WaitingForTargetDBOverwriteConfirmation' });
    await approve(stored, orchestration);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded', request: { overwriteDatabases: true } });
    expect((await stored.databases())[0]?.overwrite).toEqual({ oid: 16_384, fingerprint: 'f1' });
  });

  test('stray, doubled and early events wake it and change nothing', async () => {
    const stored = await storeMigration();
    const orchestration = await run(stored, waiting);
    const steps = instanceIds.steps(stored.id);
    const { openWait } = await stored.control();
    const name = waitEventName(openWait ?? '');
    await orchestration.raise(name, {}, steps);
    await orchestration.raise(name, { decision: 'overwrite' }, steps);
    await orchestration.raise('wait:something-else', {}, steps);
    expect(await stored.record()).toMatchObject({ state: 'WaitingForUserAction' });
    await approve(stored, orchestration);
    await orchestration.raise(name, {}, steps);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
    expect(await stored.terminalEvents()).toHaveLength(1);
  });

  test('a lost event is made good by the reconciler, which raises what nobody has seen', async () => {
    const stored = await storeMigration();
    const orchestration = await run(stored, waiting);
    await decideOpenWait(stored.id, 'overwrite', undefined); // and no event
    expect(orchestration.view(instanceIds.steps(stored.id)).runtimeStatus).toBe('Running');
    for (const { waitId } of await unseenWaits(stored.id))
      await orchestration.raise(waitEventName(waitId), {}, instanceIds.steps(stored.id));
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });

  test('what changed after the approval has to be approved again', async () => {
    const stored = await storeMigration();
    const orchestration = await run(stored, { existing: (round) => [existingDatabase('app', round === 0 ? 'f1' : 'f2')] });
    await approve(stored, orchestration);
    expect(await stored.record()).toMatchObject({ state: 'WaitingForUserAction', request: { overwriteDatabases: false } });
    await approve(stored, orchestration);
    await orchestration.finish();
    expect((await stored.databases())[0]?.overwrite?.fingerprint).toBe('f2');
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });

  test('consent given with the PUT opens no wait', async () => {
    const stored = await storeMigration(['app'], { overwrite: true });
    const orchestration = await run(stored, waiting);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
    expect((await stored.events()).some(({ type }) => type.includes('Approval'))).toBe(false);
  });

  test('an approval that never comes ends Canceled with the reason, and a later one is refused', async () => {
    const stored = await storeMigration();
    const orchestration = await run(stored, waiting);
    await orchestration.advanceBy(approvalExpiryMs + 60_000);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled', error: { code: 'APPROVAL_EXPIRED' } });
    await expect(approve(stored, orchestration)).rejects.toMatchObject({ code: 'OperationNotAllowed' });
  });

  test('cancel while waiting ends Canceled, even when both events are lost', async () => {
    const stored = await storeMigration();
    const orchestration = await run(stored, waiting);
    await cancel(stored, orchestration, { loseEvent: true });
    await orchestration.raise(cancelEventName); // the reconciler's
    for (const { waitId } of await unseenWaits(stored.id))
      await orchestration.raise(waitEventName(waitId), {}, instanceIds.steps(stored.id));
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled' });
    expect(await states(stored)).toEqual(['Canceled']);
    expect(await stored.terminalEvents()).toHaveLength(1);
  });
});

describe('cancelling', () => {
  test('during the copy ends Canceled once the slice has seen it', async () => {
    const stored = await storeMigration(['a']);
    const orchestration = await run(stored, { advance: (_, call) => (call === 0 ? { kind: 'more' } : { kind: 'notYet' }) });
    await cancel(stored, orchestration);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled' });
    expect(await states(stored)).toEqual(['Canceled']);
  });

  test('again and again gives the same answer and one terminal event', async () => {
    const stored = await storeMigration(['a']);
    const orchestration = await run(stored, { advance: () => ({ kind: 'notYet' }) });
    await cancel(stored, orchestration);
    await cancel(stored, orchestration);
    await orchestration.raise(cancelEventName);
    await orchestration.finish();
    await cancel(stored, orchestration); // ended Canceled: still a promise kept
    expect(await stored.terminalEvents()).toHaveLength(1);
  });

  test('after the outcome is fixed is refused', async () => {
    const stored = await storeMigration(['a']);
    const orchestration = await run(stored);
    await orchestration.finish();
    await expect(cancel(stored, orchestration)).rejects.toMatchObject({ code: 'OperationNotAllowed' });
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });
});

test('every step run twice at once, and again after the end, changes nothing', async () => {
  const stored = await storeMigration(['a', 'b']);
  const orchestration = await run(stored, { existing: () => [existingDatabase('a')] });
  await approve(stored, orchestration);
  await orchestration.finish();
  const before = { record: await stored.record(), events: await stored.events(), databases: await stored.databases() };
  const migrationId = stored.id;
  const late = () => [
    openWait({ migrationId, round: 0, databases: [existingDatabase('a')] }),
    openWait({ migrationId, round: 1, databases: [existingDatabase('a', 'f9')] }),
    beginCopy({ migrationId }),
    seal({ migrationId, error: migrationError('INTERNAL_ERROR', 'late') }),
    recordOutcome({ migrationId }),
    setDatabaseState(migrationId, 0, 'InProgress'),
    setDatabaseState(migrationId, 1, 'Failed', migrationError('COPY_FAILED', 'late')),
  ];
  await Promise.all([...late(), ...late()]);
  expect(await unseenWaits(migrationId)).toEqual([]);
  expect({ record: await stored.record(), events: await stored.events(), databases: await stored.databases() }).toEqual(before);
});

test('steps that race each other apply once', async () => {
  const stored = await storeMigration(['a']);
  const input = { migrationId: stored.id };
  await Promise.all([beginCopy(input), beginCopy(input), beginCopy(input)]);
  await Promise.all([
    setDatabaseState(stored.id, 0, 'Succeeded'),
    setDatabaseState(stored.id, 0, 'Failed'),
    setDatabaseState(stored.id, 0, 'Succeeded'),
  ]);
  const [first, , cancelled] = await Promise.all([seal(input), seal(input), requestCancel(stored.id, undefined)]);
  await Promise.all([recordOutcome(input), recordOutcome(input)]);
  const record = await stored.record();
  expect(record.state).toBe(first?.outcome);
  if (cancelled.kind !== 'notAllowed') expect(record.state).toBe('Canceled');
  expect(await stored.terminalEvents()).toHaveLength(1);
  const sequences = (await stored.events()).map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
});
