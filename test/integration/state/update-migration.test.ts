// PATCH is one transaction: all of it or nothing, and only on the version that the caller saw.
import { etagOf, ifMatch } from '../../../shared/contract/etag';
import { cancelMigration } from '../../../shared/migrations/cancel-migration';
import { deleteMigration } from '../../../shared/migrations/delete-migration';
import { findMigration } from '../../../shared/migrations/find-migration';
import type { DurablePort, MigrationPatch } from '../../../shared/migrations/types';
import { updateMigration } from '../../../shared/migrations/update-migration';
import { seal } from '../../../shared/state/control';
import { type StoredMigration, storeMigration, useMigrationStore } from '../../support/migration-store';

useMigrationStore();

const durable: DurablePort = { start: async () => undefined, raise: async () => undefined };

async function referenceOf(stored: StoredMigration) {
  const { target, name } = await stored.record();
  return { target, name };
}

test('of many changes to one version that was read, one is made and the others are told to read again', async () => {
  const stored = await storeMigration(['app']);
  const reference = await referenceOf(stored);
  const view = await findMigration(reference);
  const tag = view && etagOf(view);
  if (!tag) throw new Error('The migration was just stored.');
  const patches: MigrationPatch[] = Array.from({ length: 8 }, (_, number) => ({ tags: { number: String(number) } }));
  const answers = await Promise.allSettled([
    ...patches.map((patch) => updateMigration(reference, patch, 'ann', durable, ifMatch(tag))),
    cancelMigration(stored.id, 'ann', durable, ifMatch(tag)),
  ]);
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(patches.length);
  for (const answer of refused) expect(answer).toMatchObject({ reason: { code: 'PreconditionFailed' } });
});

test('a refused part leaves the other parts undone', async () => {
  const stored = await storeMigration(['app']);
  const reference = await referenceOf(stored);
  const before = await stored.record();
  const patches: MigrationPatch[] = [{ databases: ['other'] }, { databasesToCancel: ['app', 'none'] }];
  for (const patch of patches) {
    await expect(updateMigration(reference, { ...patch, tags: { team: 'dba' } }, 'ann', durable)).rejects.toThrow(/dbsTo/);
  }
  await seal(stored.id, undefined);
  await expect(updateMigration(reference, { cancel: true, tags: { team: 'dba' } }, 'ann', durable)).rejects.toThrow(
    /no longer be cancelled/,
  );
  expect((await stored.record()).request).toEqual(before.request);
});

test('what does not exist matches no version', async () => {
  const reference = { ...(await referenceOf(await storeMigration(['app']))), name: 'none' };
  await expect(deleteMigration(reference, 'ann', durable, ifMatch('*'))).rejects.toMatchObject({ code: 'PreconditionFailed' });
  expect(await deleteMigration(reference, 'ann', durable, ifMatch(null))).toBeUndefined();
});
