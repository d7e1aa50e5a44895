// What is set up before anything is copied: network path, logical replication, the engine's own service; each is driven by short calls.
import { activityNames, type DrivenAnswer } from '../../shared/domain/durable-names';
import { migrationError } from '../../shared/domain/error-codes';
import { storeMigration, useMigrationStore } from '../support/migration-store';
import { cancel, runMigration } from '../support/run-migration';

useMigrationStore();

const soon: DrivenAnswer = { kind: 'notYet', retryAfterMs: 5_000 };

test('steps outside that are not ready yet are asked again until they are, in the order of the flow', async () => {
  const stored = await storeMigration();
  const asked: string[] = [];
  let replicates = false;
  const orchestration = await runMigration(stored, {
    prerequisites: { opensNetworkPath: true, preparesEngine: true },
    preflight: () => (replicates ? { kind: 'ready' } : { kind: 'setUpReplication' }),
    driven: (activity, call) => {
      asked.push(`${activity} ${call}`);
      if (activity === activityNames.setUpReplication && call === 1) replicates = true;
      return call === 0 ? soon : { kind: 'ok' };
    },
  });
  for (let step = 0; step < 3; step++) await orchestration.advanceBy(5_000);
  await orchestration.finish();
  const both = (activity: string) => [`${activity} 0`, `${activity} 1`];
  expect(asked).toEqual([
    ...both(activityNames.openNetworkPath),
    ...both(activityNames.setUpReplication),
    ...both(activityNames.prepareEngine),
  ]);
  expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
});

test('prerequisites that Azure still sees to are looked at again until they are there', async () => {
  const stored = await storeMigration();
  let looks = 0;
  const orchestration = await runMigration(stored, {
    prerequisitesPending: 2,
    before: { [activityNames.checkPrerequisites]: async () => void looks++ },
  });
  await orchestration.advanceBy(5_000);
  expect(looks).toBe(2);
  await orchestration.advanceBy(5_000);
  await orchestration.finish();
  expect(looks).toBe(3);
  expect(await stored.record()).toMatchObject({ state: 'Succeeded' });
});

test('nothing is set up that the migration does not need', async () => {
  const stored = await storeMigration();
  const asked: string[] = [];
  const orchestration = await runMigration(stored, {
    driven: (activity) => {
      asked.push(activity);
      return { kind: 'ok' };
    },
  });
  await orchestration.finish();
  expect(asked).toEqual([]);
});

test.each([activityNames.openNetworkPath, activityNames.setUpReplication, activityNames.prepareEngine])(
  'a failure of %s ends the migration Failed with its reason, and nothing is copied',
  async (failing) => {
    const stored = await storeMigration();
    const orchestration = await runMigration(stored, {
      prerequisites: { opensNetworkPath: true, preparesEngine: true },
      preflight: () => ({ kind: failing === activityNames.setUpReplication ? 'setUpReplication' : 'ready' }),
      driven: (activity) => (activity === failing ? { kind: 'failed', error: migrationError('ARM_UNAVAILABLE', 'Away.') } : { kind: 'ok' }),
      advance: () => {
        throw new Error('nothing is to be copied');
      },
    });
    await orchestration.finish();
    expect(await stored.record()).toMatchObject({ state: 'Failed', error: { code: 'ARM_UNAVAILABLE' } });
    expect((await stored.databases()).map(({ state }) => state)).toEqual(['Canceled']);
  },
);

test('a cancellation while something is not ready yet ends the migration Canceled', async () => {
  const stored = await storeMigration();
  const orchestration = await runMigration(stored, { prerequisites: { preparesEngine: true }, driven: () => soon });
  await cancel(stored, orchestration);
  await orchestration.advanceBy(5_000);
  await orchestration.finish();
  expect(await stored.record()).toMatchObject({ state: 'Canceled' });
  expect(await stored.terminalEvents()).toHaveLength(1);
});
