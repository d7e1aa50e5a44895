/** PATCH of a migration: cancellation, whole or of single databases, the answers to its questions, tags. */
import { rowKeys } from '../domain/keys';
import { instanceIds, waitEventName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import { isTerminal } from '../domain/states';
import { keepInList } from '../state/list-rows';
import { partitionOf } from '../state/locate';
import { transact } from '../state/transact';
import { recordIn } from '../state/transition';
import { answerOverwrite } from './answer-overwrite';
import { answerRequest } from './answer-request';
import { cancelDatabases } from './cancel-databases';
import { cancelMigration } from './cancel-migration';
import { findMigration } from './find-migration';
import type { DurablePort, MigrationPatch, MigrationReference, MigrationView } from './types';

export async function updateMigration(
  reference: MigrationReference,
  patch: MigrationPatch,
  by: string | undefined,
  durable: DurablePort,
): Promise<MigrationView> {
  const { record } = await existing(reference);
  if (patch.tags) await setTags(reference, record.id, patch.tags);
  const cancelled = patch.databasesToCancel;
  if (cancelled?.length && !holdsAll(cancelled, record.request.databases)) {
    await wake(record.id, await cancelDatabases(record.id, cancelled), durable);
  } else if (patch.cancel || cancelled?.length) {
    return cancelMigration(record.id, by, durable);
  }
  await wake(record.id, await answerRequest(record.id, patch), durable);
  if (patch.overwriteDatabases !== undefined)
    await wake(record.id, await answerOverwrite(record.id, patch.overwriteDatabases, by), durable);
  return existing(reference);
}

const holdsAll = (some: string[], all: string[]) => all.every((name) => some.includes(name));

/** The wait that an answer has ended, if any, is told to the flow. */
async function wake(migrationId: string, endedWaitId: string | undefined, durable: DurablePort): Promise<void> {
  if (endedWaitId) await durable.raise(instanceIds.steps(migrationId), waitEventName(endedWaitId));
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
    const tagged = { ...record, request: { ...record.request, tags } };
    rows.put(rowKeys.record(migrationId), tagged);
    if (isTerminal(record.state)) await keepInList(rows, tagged);
  });
}
