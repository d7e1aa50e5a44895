// The questions that a migration asks before it moves anything: each waits, takes its answer early, in time or twice, and ends one way only.
import { activityNames } from '../../shared/domain/durable-names';
import { instanceIds } from '../../shared/domain/names';
import type { Need } from '../../shared/domain/waits';
import { decide, listApprovals } from '../../shared/migrations/approvals';
import type { DurablePort, MigrationPatch } from '../../shared/migrations/types';
import { updateMigration } from '../../shared/migrations/update-migration';
import { readWaits } from '../../shared/state/waits';
import { existingDatabase, type StoredMigration, storeMigration, useMigrationStore } from '../support/migration-store';
import { runMigration } from '../support/run-migration';

useMigrationStore();

async function patch(stored: StoredMigration, run: { durable: DurablePort }, change: MigrationPatch) {
  const { target, name } = await stored.record();
  await updateMigration({ target, name }, change, 'ann', run.durable);
}

const subState = async (stored: StoredMigration) => (await stored.record()).subState;

/** Pre-flight as the rules would answer, from the record alone. */
const asking = (need: () => Promise<Need | undefined>) => ({ need });

test('without databases it waits for them, and goes on when they are given', async () => {
  const stored = await storeMigration([]);
  const run = await runMigration(
    stored,
    asking(async () => ((await stored.record()).request.databases.length ? undefined : { kind: 'databases' })),
  );
  expect(await subState(stored)).toBe('WaitingForDBsToMigrateSpecification');
  await patch(stored, run, { databases: ['a', 'b'] });
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Succeeded', request: { databases: ['a', 'b'] } });
  expect((await stored.databases()).map(({ name, state }) => [name, state])).toEqual([
    ['a', 'Succeeded'],
    ['b', 'Succeeded'],
  ]);
});

test('a window that lies ahead is waited for, and the copy begins with it', async () => {
  const startsOn = new Date(Date.now() + 3_600_000).toISOString();
  const stored = await storeMigration(['a'], { request: { migrationWindowStart: startsOn } });
  let opened = 0;
  const run = await runMigration(
    stored,
    asking(async () => (opened++ === 0 ? { kind: 'window', startsOn } : undefined)),
  );
  expect(await subState(stored)).toBe('WaitingForDataMigrationWindow');
  await run.advanceBy(3_500_000);
  expect(await subState(stored)).toBe('WaitingForDataMigrationWindow');
  await run.advanceBy(200_000);
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  expect((await readWaits(stored.id))[0]?.outcome).toEqual({ kind: 'begun' });
});

test('startDataMigration ends the wait for a window early', async () => {
  const startsOn = new Date(Date.now() + 3_600_000).toISOString();
  const stored = await storeMigration(['a'], { request: { migrationWindowStart: startsOn } });
  const run = await runMigration(
    stored,
    asking(async () => ((await stored.record()).request.startDataMigration ? undefined : { kind: 'window', startsOn })),
  );
  await patch(stored, run, { startDataMigration: true });
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
});

test('an answer that comes before its question is kept, and the question is not asked', async () => {
  const stored = await storeMigration([]);
  const run = await runMigration(stored, {
    need: async () => ((await stored.record()).request.databases.length ? undefined : { kind: 'databases' }),
    before: { [activityNames.openWait]: (run) => patch(stored, run, { databases: ['early'] }) },
  });
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  expect(await readWaits(stored.id)).toEqual([]);
});

describe('approvals as a resource', () => {
  const overwrite = () => ({ existing: () => [existingDatabase('app')] });

  test('a decision needs the fingerprint of what was shown, counts once, and records who and why', async () => {
    const stored = await storeMigration(['app']);
    const run = await runMigration(stored, overwrite());
    const [approval] = await listApprovals(stored.id);
    const { waitId: approvalId = '', fingerprint = '' } = approval ?? {};
    const yes = { approvalId, fingerprint, decision: 'overwrite' as const, by: 'ann', reason: 'CHG1' };
    await expect(decide(stored.id, { ...yes, fingerprint: 'other' }, run.durable)).rejects.toMatchObject({ code: 'PreconditionFailed' });
    await expect(decide(stored.id, { ...yes, approvalId: 'unknown' }, run.durable)).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await decide(stored.id, yes, run.durable);
    await decide(stored.id, yes, run.durable); // the same again
    await expect(decide(stored.id, { ...yes, decision: 'cancel' }, run.durable)).rejects.toMatchObject({ code: 'OperationNotAllowed' });
    await run.finish();
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
    expect((await listApprovals(stored.id))[0]?.outcome).toEqual({ kind: 'decided', decision: 'overwrite', by: 'ann', reason: 'CHG1' });
  });

  test('the decision to cancel ends Canceled', async () => {
    const stored = await storeMigration(['app']);
    const run = await runMigration(stored, overwrite());
    const [approval] = await listApprovals(stored.id);
    await decide(
      stored.id,
      { approvalId: approval?.waitId ?? '', fingerprint: approval?.fingerprint ?? '', decision: 'cancel' },
      run.durable,
    );
    await run.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled' });
  });

  test('an expired one cannot be decided any more', async () => {
    const stored = await storeMigration(['app']);
    const run = await runMigration(stored, overwrite());
    const [approval] = await listApprovals(stored.id);
    await run.advanceBy(80 * 3_600_000);
    await run.finish();
    const late = decide(
      stored.id,
      { approvalId: approval?.waitId ?? '', fingerprint: approval?.fingerprint ?? '', decision: 'overwrite' },
      run.durable,
    );
    await expect(late).rejects.toMatchObject({ code: 'ApprovalExpired' });
  });
});

test('when the flow breaks off while it waits, nobody can decide any more, and the migration ends', async () => {
  const stored = await storeMigration(['app']);
  const run = await runMigration(stored, { existing: () => [existingDatabase('app')] });
  const [approval] = await listApprovals(stored.id);
  const { waitId: approvalId = '', fingerprint = '' } = approval ?? {};
  await run.terminate('by an operator', instanceIds.steps(stored.id));
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Failed' });
  expect((await listApprovals(stored.id))[0]?.outcome).toEqual({ kind: 'cancelled' });
  await expect(decide(stored.id, { approvalId, fingerprint, decision: 'overwrite' }, run.durable)).rejects.toMatchObject({
    code: 'OperationNotAllowed',
  });
  expect((await stored.events()).at(-1)).toMatchObject({ data: { isTerminal: true } });
});

describe('single databases', () => {
  test('one that is cancelled does not count, and the others decide', async () => {
    const stored = await storeMigration(['a', 'b']);
    const run = await runMigration(stored, { advance: () => ({ kind: 'notYet' }) });
    await patch(stored, run, { databasesToCancel: ['a'] });
    run.setAdvance(undefined);
    await run.finish();
    expect((await stored.databases()).map(({ state }) => state)).toEqual(['Canceled', 'Succeeded']);
    expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  });

  test('when all are cancelled one by one, the migration is Canceled', async () => {
    const stored = await storeMigration(['a', 'b']);
    const run = await runMigration(stored, { advance: () => ({ kind: 'notYet' }) });
    await patch(stored, run, { databasesToCancel: ['a'] });
    await patch(stored, run, { databasesToCancel: ['b'] });
    await run.finish();
    expect(await stored.record()).toMatchObject({ state: 'Canceled' });
    expect(await stored.terminalEvents()).toHaveLength(1);
  });

  test('cancelling one while an approval is asked for asks again, about the rest', async () => {
    const stored = await storeMigration(['a', 'b']);
    const run = await runMigration(stored, {
      existing: async () => (await stored.databases()).filter(({ state }) => state === 'Queued').map(({ name }) => existingDatabase(name)),
    });
    await patch(stored, run, { databasesToCancel: ['a'] });
    const approvals = await listApprovals(stored.id);
    expect(approvals.map(({ outcome, databases }) => [outcome?.kind ?? 'open', databases.map(({ name }) => name)])).toEqual([
      ['decided', ['a', 'b']],
      ['open', ['b']],
    ]);
    await patch(stored, run, { overwriteDatabases: true });
    await run.finish();
    expect((await stored.databases()).map(({ state }) => state)).toEqual(['Canceled', 'Succeeded']);
  });

  test('a database that is not part of the migration, or has ended, is refused by name', async () => {
    const stored = await storeMigration(['a', 'b']);
    const run = await runMigration(stored);
    await run.finish();
    await expect(patch(stored, run, { databasesToCancel: ['c'] })).rejects.toMatchObject({ code: 'InvalidParameter' });
    await expect(patch(stored, run, { databasesToCancel: ['a'] })).rejects.toMatchObject({ code: 'OperationNotAllowed' });
  });
});

test('after the copy has begun no answer is taken any more', async () => {
  const stored = await storeMigration(['a']);
  const run = await runMigration(stored, { advance: () => ({ kind: 'notYet' }) });
  await expect(patch(stored, run, { startDataMigration: true })).rejects.toMatchObject({ code: 'OperationNotAllowed' });
  await expect(patch(stored, run, { overwriteDatabases: true })).rejects.toMatchObject({ code: 'OperationNotAllowed' });
  await patch(stored, run, { cancel: true });
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Canceled' });
});

test('a migration that is only to be validated moves nothing', async () => {
  const stored = await storeMigration(['a'], { request: { migrationOption: 'Validate' } });
  const run = await runMigration(stored, { preflight: () => ({ kind: 'validated' }) });
  await run.finish();
  expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
  expect((await stored.databases()).map(({ state }) => state)).toEqual(['Queued']);
});
