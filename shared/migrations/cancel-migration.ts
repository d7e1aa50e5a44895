/** Cancels a migration: a promise in the control row, then a wake-up call. Repeating changes nothing. */
import { cancelEventName, instanceIds, waitEventName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import { requestCancel } from '../state/control';
import { findMigrationById } from './find-migration';
import type { DurablePort, MigrationView } from './types';

export async function cancelMigration(migrationId: string, by: string | undefined, durable: DurablePort): Promise<MigrationView> {
  const before = await findMigrationById(migrationId);
  if (!before || before.record.deletedOn) throw new Rejection('ResourceNotFound', `There is no migration ${migrationId}.`);
  const answer = await requestCancel(migrationId, by);
  if (answer.kind === 'notAllowed') {
    const { state, subState } = (await findMigrationById(migrationId))?.record ?? before.record;
    throw new Rejection('OperationNotAllowed', `The migration can no longer be cancelled: it is ${state} (${subState}).`);
  }
  if (answer.kind === 'requested') {
    await durable.raise(instanceIds.root(migrationId), cancelEventName);
    if (answer.endedWait) await durable.raise(instanceIds.steps(migrationId), waitEventName(answer.endedWait.waitId));
  }
  return (await findMigrationById(migrationId)) ?? before;
}
