/** Cancels a migration: a promise in the control row, then a wake-up call. Repeating changes nothing. */
import { rowKeys } from '../domain/keys';
import { cancelEventName, instanceIds, waitEventName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import type { WaitRow } from '../domain/waits';
import { requestCancel } from '../state/control';
import { partitionOfMigration } from '../state/locate';
import { type Rows, transact } from '../state/transact';
import { recordIn } from '../state/transition';
import { findMigrationById } from './find-migration';
import type { DurablePort, MigrationView, Precondition } from './types';

/** Whom a promise to cancel must wake; undefined: it was given before. */
export type CancelPromise = { endedWait?: WaitRow } | undefined;

export async function cancelMigration(
  migrationId: string,
  by: string | undefined,
  durable: DurablePort,
  precondition?: Precondition,
): Promise<MigrationView> {
  const before = await findMigrationById(migrationId);
  if (!before || before.record.deletedOn) throw new Rejection('ResourceNotFound', `There is no migration ${migrationId}.`);
  const promise = await transact(await partitionOfMigration(migrationId), async (rows) => {
    if (precondition) precondition(await rows.etag(rowKeys.record(migrationId)));
    return promiseToCancel(rows, migrationId, by);
  });
  await tellOfCancel(migrationId, promise, durable);
  return (await findMigrationById(migrationId)) ?? before;
}

/** Throws OperationNotAllowed when it is too late. */
export async function promiseToCancel(rows: Rows, migrationId: string, by: string | undefined): Promise<CancelPromise> {
  const answer = await requestCancel(rows, migrationId, by);
  if (answer.kind === 'notAllowed') {
    const { state, subState } = await recordIn(rows, migrationId);
    throw new Rejection('OperationNotAllowed', `The migration can no longer be cancelled: it is ${state} (${subState}).`);
  }
  return answer.kind === 'requested' ? { endedWait: answer.endedWait } : undefined;
}

export async function tellOfCancel(migrationId: string, promise: CancelPromise, durable: DurablePort): Promise<void> {
  if (!promise) return;
  await durable.raise(instanceIds.root(migrationId), cancelEventName);
  if (promise.endedWait) await durable.raise(instanceIds.steps(migrationId), waitEventName(promise.endedWait.waitId));
}
