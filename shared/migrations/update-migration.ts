/** PATCH of a migration: cancellation, whole or of single databases, the answers to its questions, tags; all in one transaction. */
import { rowKeys } from '../domain/keys';
import { instanceIds, waitEventName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import { isTerminal } from '../domain/states';
import { keepInList } from '../state/list-rows';
import { partitionOf } from '../state/locate';
import { type Rows, transact } from '../state/transact';
import { recordIn } from '../state/transition';
import { answerOverwrite } from './answer-overwrite';
import { answerRequest, sameNames } from './answer-request';
import { cancelDatabases } from './cancel-databases';
import { type CancelPromise, promiseToCancel, tellOfCancel } from './cancel-migration';
import { findMigration } from './find-migration';
import type { DurablePort, MigrationPatch, MigrationReference, MigrationView, Precondition } from './types';

/** What has changed, and whom it must wake. */
interface Changed {
  cancel?: CancelPromise;
  endedWaitIds: (string | undefined)[];
  /** The answer came too late, and has ended its wait as expired. */
  isTooLate?: boolean;
}

export async function updateMigration(
  reference: MigrationReference,
  patch: MigrationPatch,
  by: string | undefined,
  durable: DurablePort,
  precondition?: Precondition,
): Promise<MigrationView> {
  const { id } = (await existing(reference)).record;
  const { cancel, endedWaitIds, isTooLate } = await transact(partitionOf(reference.target), async (rows) => {
    if (precondition) precondition(await rows.etag(rowKeys.record(id)));
    return change(rows, id, patch, by);
  });
  await tellOfCancel(id, cancel, durable);
  for (const waitId of endedWaitIds) if (waitId) await durable.raise(instanceIds.steps(id), waitEventName(waitId));
  if (isTooLate) throw new Rejection('ApprovalExpired', 'The overwrite was not approved in time; the migration is being cancelled.');
  return existing(reference);
}

async function change(rows: Rows, id: string, patch: MigrationPatch, by: string | undefined): Promise<Changed> {
  const { request } = await recordIn(rows, id);
  if (patch.tags) await setTags(rows, id, patch.tags);
  const some = patch.databasesToCancel ?? [];
  const isWhole = some.length > 0 && sameNames(some, request.databases);
  if (patch.cancel || isWhole) return { cancel: await promiseToCancel(rows, id, by), endedWaitIds: [] };
  const endedWaitIds = some.length ? [await cancelDatabases(rows, id, some)] : [];
  endedWaitIds.push(await answerRequest(rows, id, patch));
  if (patch.overwriteDatabases === undefined) return { endedWaitIds };
  const decided = await answerOverwrite(rows, id, patch.overwriteDatabases, by);
  if (decided?.kind === 'decided') endedWaitIds.push(decided.wait.waitId);
  return { endedWaitIds, isTooLate: decided?.kind === 'expired' };
}

async function setTags(rows: Rows, migrationId: string, tags: Record<string, string>): Promise<void> {
  const record = await recordIn(rows, migrationId);
  const tagged = { ...record, request: { ...record.request, tags } };
  rows.put(rowKeys.record(migrationId), tagged);
  if (isTerminal(record.state)) await keepInList(rows, tagged);
}

async function existing(reference: MigrationReference): Promise<MigrationView> {
  const view = await findMigration(reference);
  if (!view)
    throw new Rejection('ResourceNotFound', `The target server '${reference.target.server}' has no migration '${reference.name}'.`);
  return view;
}
