/** DELETE of a migration: running = cancel; ended = gone from get and list, its name is free, its events and report stay (INTERFACES 1). */
import { rowKeys } from '../domain/keys';
import { isTerminal } from '../domain/states';
import { partitionOf } from '../state/locate';
import { transact } from '../state/transact';
import { recordIn } from '../state/transition';
import { cancelMigration } from './cancel-migration';
import { findMigration } from './find-migration';
import type { DurablePort, MigrationReference, MigrationView, Precondition } from './types';

/** Undefined: there is no such migration. */
export async function deleteMigration(
  reference: MigrationReference,
  by: string | undefined,
  durable: DurablePort,
  precondition: Precondition = () => undefined,
): Promise<MigrationView | undefined> {
  const view = await findMigration(reference);
  if (!view) {
    precondition(undefined);
    return undefined;
  }
  const { id, name, createdOn } = view.record;
  if (!isTerminal(view.record.state)) return cancelMigration(id, by, durable, precondition);
  const list = rowKeys.list(new Date(createdOn), id);
  const record = await transact(partitionOf(reference.target), async (rows) => {
    precondition(await rows.etag(rowKeys.record(id)));
    const current = await recordIn(rows, id);
    const holder = await rows.get<{ migrationId: string }>(rowKeys.name(name));
    if (current.deletedOn || holder?.migrationId !== id) return current;
    const deleted = { ...current, deletedOn: new Date().toISOString() };
    rows.remove(rowKeys.name(name));
    if (await rows.get(list)) rows.remove(list);
    rows.put(rowKeys.record(id), deleted);
    return deleted;
  });
  return { ...view, record };
}
