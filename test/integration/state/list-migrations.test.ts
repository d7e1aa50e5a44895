// The list of one server: pages, what has not ended, and ended migrations out of one row each.

import { rowKeys } from '../../../shared/domain/keys';
import type { TargetServerId } from '../../../shared/domain/migration';
import { listMigrations } from '../../../shared/migrations/list-migrations';
import { recordOutcome } from '../../../shared/migrations/record-outcome';
import type { DurablePort } from '../../../shared/migrations/types';
import { updateMigration } from '../../../shared/migrations/update-migration';
import { seal } from '../../../shared/state/control';
import { writeProgress } from '../../../shared/state/databases';
import type { ListRow } from '../../../shared/state/list-rows';
import { announce, partitionOf } from '../../../shared/state/locate';
import { readRow, writeRow } from '../../../shared/state/tables';
import { type StoredMigration, storeMigration, useMigrationStore } from '../../support/migration-store';

useMigrationStore();

const durable: DurablePort = { start: async () => undefined, raise: async () => undefined };
const progress = {
  bytesTotal: 9,
  bytesCopied: 9,
  tablesTotal: 3,
  tablesDone: 3,
  tablesLoading: 0,
  tablesFailed: 0,
  phase: 'done' as const,
};

async function ended(): Promise<StoredMigration> {
  const migration = await storeMigration(['app', 'shop']);
  await writeProgress(migration.id, 0, progress);
  await seal(migration.id, undefined);
  await recordOutcome(migration.id);
  return migration;
}

const rowOf = async (migration: StoredMigration) => {
  const { id, createdOn } = await migration.record();
  return (await readRow<ListRow>('migrations', migration.partition, rowKeys.list(new Date(createdOn), id)))?.value;
};

test('an ended migration is listed from its row in the list, which follows its tags', async () => {
  const migration = await ended();
  const { target, name } = await migration.record();
  expect((await rowOf(migration))?.ended?.record.state).toBe('Failed');
  await updateMigration({ target, name }, { tags: { team: 'dba' } }, undefined, durable);

  expect((await listMigrations(target, 'Active')).views).toEqual([]);
  const [listed, ...others] = (await listMigrations(target, 'All')).views;
  expect(others).toEqual([]);
  expect(listed).toMatchObject({
    record: { id: migration.id, state: 'Failed', request: { tags: { team: 'dba' } } },
    databases: await migration.databases(),
    progress: [progress, undefined],
  });
});

test('a running migration is read as it is, under either filter', async () => {
  const migration = await storeMigration(['app']);
  const { target } = await migration.record();
  for (const filter of ['Active', 'All'] as const) {
    const { views, continuation } = await listMigrations(target, filter);
    expect(views).toMatchObject([
      { record: { id: migration.id, state: 'InProgress' }, databases: [{ name: 'app' }], progress: [undefined] },
    ]);
    expect(continuation).toBeUndefined();
  }
});

test('pages follow one another, newest first, without gaps or doubles', async () => {
  const template = await storeMigration(['app']);
  const record = await template.record();
  const target: TargetServerId = { ...record.target, server: 'many' };
  const ids = Array.from({ length: 25 }, (_, index) => `id-${index}`);
  for (const [index, id] of ids.entries()) {
    const createdOn = new Date(Date.UTC(2026, 0, 1, 0, 0, index));
    const one = { ...record, id, target, createdOn: createdOn.toISOString(), request: { ...record.request, databases: [] } };
    await announce(id, partitionOf(target), createdOn);
    await writeRow('migrations', partitionOf(target), rowKeys.record(id), one);
    await writeRow('migrations', partitionOf(target), rowKeys.list(createdOn, id), { migrationId: id });
  }
  for (const filter of ['Active', 'All'] as const) {
    const pages: string[][] = [];
    let continuation: string | undefined;
    do {
      const page = await listMigrations(target, filter, { top: 10, continuation });
      pages.push(page.views.map((view) => view.record.id));
      continuation = page.continuation;
    } while (continuation);
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual([...ids].reverse());
  }
});
