/** PATCH of a migration: cancellation, the answer to the overwrite question, tags. */
import { rowKeys } from '../domain/keys';
import type { ControlRow } from '../domain/migration';
import { instanceIds, waitEventName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import { isTerminal } from '../domain/states';
import { decideOpenWait, isStopped } from '../state/control';
import { partitionOf } from '../state/locate';
import { transact } from '../state/transact';
import { recordIn } from '../state/transition';
import { cancelMigration } from './cancel-migration';
import { findMigration } from './find-migration';
import type { DurablePort, MigrationPatch, MigrationReference, MigrationView } from './types';

export async function updateMigration(
  reference: MigrationReference,
  patch: MigrationPatch,
  by: string | undefined,
  durable: DurablePort,
): Promise<MigrationView> {
  const view = await existing(reference);
  if (patch.tags) await setTags(reference, view.record.id, patch.tags);
  if (patch.cancel) return cancelMigration(view.record.id, by, durable);
  if (patch.overwriteDatabases !== undefined) await answerOverwrite(view, patch.overwriteDatabases, by, durable);
  return existing(reference);
}

async function existing(reference: MigrationReference): Promise<MigrationView> {
  const view = await findMigration(reference);
  if (!view)
    throw new Rejection('ResourceNotFound', `The target server '${reference.target.server}' has no migration '${reference.name}'.`);
  return view;
}

async function setTags({ target }: MigrationReference, migrationId: string, tags: Record<string, string>): Promise<void> {
  await transact(partitionOf(target), async (rows) => {
    const record = await recordIn(rows, migrationId);
    rows.put(rowKeys.record(migrationId), { ...record, request: { ...record.request, tags } });
  });
}

/** Open wait: decided. Before one opened: stored, and it will not open. After copying began: too late (INTERFACES 1). */
async function answerOverwrite({ record }: MigrationView, overwrite: boolean, by: string | undefined, durable: DurablePort): Promise<void> {
  const migrationId = record.id;
  if (overwrite) {
    const decided = await decideOpenWait(migrationId, 'overwrite', by);
    if (decided.kind === 'ended') return durable.raise(instanceIds.steps(migrationId), waitEventName(decided.wait.waitId));
    if (decided.kind === 'tooLate')
      throw new Rejection('ApprovalExpired', 'The overwrite was not approved in time; the migration is being cancelled.');
  }
  await transact(partitionOf(record.target), async (rows) => {
    const now = await recordIn(rows, migrationId);
    if (now.request.overwriteDatabases === overwrite) return; // the same value again changes nothing, in any state
    const control = await rows.get<ControlRow>(rowKeys.control(migrationId));
    const early = now.subState === 'PerformingPreRequisiteSteps' || now.subState === 'WaitingForTargetDBOverwriteConfirmation';
    if (isTerminal(now.state) || !control || isStopped(control) || !early) {
      throw new Rejection(
        'OperationNotAllowed',
        `overwriteDbsInTarget cannot change any more: the migration is ${now.state} (${now.subState}).`,
        {
          target: 'properties.overwriteDbsInTarget',
        },
      );
    }
    rows.put(rowKeys.record(migrationId), {
      ...now,
      standingOverwrite: overwrite,
      request: { ...now.request, overwriteDatabases: overwrite },
    });
    rows.put(rowKeys.control(migrationId), control);
  });
}
