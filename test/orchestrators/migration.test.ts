// The life cycle of a migration: the real orchestrators and the real state activities on a real store; only servers are left out.

import { beginCopy } from '../../activities/begin-copy';
import { openWait } from '../../activities/open-wait';
import { recordOutcome } from '../../activities/record-outcome';
import { seal } from '../../activities/seal';
import { config } from '../../shared/config';
import { migrationError } from '../../shared/domain/error-codes';
import { cancelEventName, instanceIds, waitEventName } from '../../shared/domain/names';
import { requestCancel } from '../../shared/state/control';
import { setDatabaseState } from '../../shared/state/databases';
import { decideOpenOverwrite } from '../../shared/state/decide';
import { transact } from '../../shared/state/transact';
import { unseenWaits } from '../../shared/state/waits';
import { existingDatabase, type StoredMigration, storeMigration, useMigrationStore } from '../support/migration-store';
import { approve, cancel, runMigration } from '../support/run-migration';

useMigrationStore();

const states = async (stored: StoredMigration) => (await stored.databases()).map(({ state }) => state);

test('a migration without questions goes through its states in order and ends Succeeded with one terminal event', async () => {
  const stored = await storeMigration(['a', 'b']);
  const orchestration = await runMigration(stored);
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
  const orchestration = await runMigration(stored, {
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
  const orchestration = await runMigration(stored, {
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
    const orchestration = await runMigration(stored, waiting);
    expect(await stored.record()).toMatchObject({ state: 'WaitingForUserAction', subState: 'WaitingForTargetDBOverwriteConfirmation' });
    await approve(stored, orchestration);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded', request: { overwriteDatabases: true } });
    expect((await stored.databases())[0]?.overwrite).toEqual({ oid: 16_384, fingerprint: 'f1' });
  });

  test('stray, doubled and early events wake it and change nothing', async () => {
    const stored = await storeMigration();
    const orchestration = await runMigration(stored, waiting);
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
    const orchestration = await runMigration(stored, waiting);
    await transact(stored.partition, (rows) => decideOpenOverwrite(rows, stored.id, { decision: 'overwrite' })); // and no event
    expect(orchestration.view(instanceIds.steps(stored.id)).runtimeStatus).toBe('Running');
    for (const { waitId } of await unseenWaits(stored.id))
      await orchestration.raise(waitEventName(waitId), {}, instanceIds.steps(stored.id));
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });

  test('what changed after the approval has to be approved again', async () => {
    const stored = await storeMigration();
    const orchestration = await runMigration(stored, { existing: (round) => [existingDatabase('app', round === 0 ? 'f1' : 'f2')] });
    await approve(stored, orchestration);
    expect(await stored.record()).toMatchObject({ state: 'WaitingForUserAction', request: { overwriteDatabases: false } });
    await approve(stored, orchestration);
    await orchestration.finish();
    expect((await stored.databases())[0]?.overwrite?.fingerprint).toBe('f2');
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });

  test('consent given with the PUT opens no wait', async () => {
    const stored = await storeMigration(['app'], { overwrite: true });
    const orchestration = await runMigration(stored, waiting);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
    expect((await stored.events()).some(({ type }) => type.includes('Approval'))).toBe(false);
  });

  test('an approval that never comes ends Canceled with the reason, and a later one is refused', async () => {
    const stored = await storeMigration();
    const orchestration = await runMigration(stored, waiting);
    await orchestration.advanceBy(config().waitExpiryMs + 60_000);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled', error: { code: 'APPROVAL_EXPIRED' } });
    await expect(approve(stored, orchestration)).rejects.toMatchObject({ code: 'OperationNotAllowed' });
  });

  test('cancel while waiting ends Canceled, even when both events are lost', async () => {
    const stored = await storeMigration();
    const orchestration = await runMigration(stored, waiting);
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
    const orchestration = await runMigration(stored, { advance: (_, call) => (call === 0 ? { kind: 'more' } : { kind: 'notYet' }) });
    await cancel(stored, orchestration);
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled' });
    expect(await states(stored)).toEqual(['Canceled']);
  });

  test('again and again gives the same answer and one terminal event', async () => {
    const stored = await storeMigration(['a']);
    const orchestration = await runMigration(stored, { advance: () => ({ kind: 'notYet' }) });
    await cancel(stored, orchestration);
    await cancel(stored, orchestration);
    await orchestration.raise(cancelEventName);
    await orchestration.finish();
    await cancel(stored, orchestration); // ended Canceled: still a promise kept
    expect(await stored.terminalEvents()).toHaveLength(1);
  });

  test('after the outcome is fixed is refused', async () => {
    const stored = await storeMigration(['a']);
    const orchestration = await runMigration(stored);
    await orchestration.finish();
    await expect(cancel(stored, orchestration)).rejects.toMatchObject({ code: 'OperationNotAllowed' });
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });
});

test('every step run twice at once, and again after the end, changes nothing', async () => {
  const stored = await storeMigration(['a', 'b']);
  const orchestration = await runMigration(stored, { existing: () => [existingDatabase('a')] });
  await approve(stored, orchestration);
  await orchestration.finish();
  const before = { record: await stored.record(), events: await stored.events(), databases: await stored.databases() };
  const migrationId = stored.id;
  const late = () => [
    openWait({ migrationId, round: 0, need: { kind: 'overwrite', databases: [existingDatabase('a')] } }),
    openWait({ migrationId, round: 1, need: { kind: 'overwrite', databases: [existingDatabase('a', 'f9')] } }),
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
  const cancel = transact(stored.partition, (rows) => requestCancel(rows, stored.id, undefined));
  const [first, , cancelled] = await Promise.all([seal(input), seal(input), cancel]);
  await Promise.all([recordOutcome(input), recordOutcome(input)]);
  const record = await stored.record();
  expect(record.state).toBe(first?.outcome);
  if (cancelled.kind !== 'notAllowed') expect(record.state).toBe('Canceled');
  expect(await stored.terminalEvents()).toHaveLength(1);
  const sequences = (await stored.events()).map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
});
