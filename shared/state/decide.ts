/** A person's decision about the databases that an overwrite approval shows: once, in time, for what was shown. */
import { rowKeys } from '../domain/keys';
import type { WaitRow } from '../domain/waits';
import { controlIn, isStopped } from './control-row';
import { partitionOfMigration } from './locate';
import { type Rows, transact } from './transact';
import { recordIn } from './transition';
import { approve, endWait, openWaitIn, waitIn } from './waits';

export interface Decision {
  decision: 'overwrite' | 'cancel';
  by?: string;
  reason?: string;
}

export type Decided =
  | { kind: 'decided'; wait: WaitRow }
  /** The same decision was taken before. */
  | { kind: 'already'; wait: WaitRow }
  /** Another decision was taken before, or the migration does not wait any more. */
  | { kind: 'otherwise'; wait: WaitRow }
  /** It came too late; the wait has ended as expired now. */
  | { kind: 'expired'; wait: WaitRow }
  | { kind: 'notOpen' };

/** Decides the overwrite wait that is open (PATCH `overwriteDbsInTarget`). */
export async function decideOpenOverwrite(rows: Rows, migrationId: string, decision: Decision): Promise<Decided> {
  const control = await controlIn(rows, migrationId);
  const wait = await openWaitIn(rows, control);
  if (isStopped(control) || wait?.kind !== 'overwrite') return { kind: 'notOpen' };
  return decideIn(rows, migrationId, wait.round, decision);
}

/** Decides one approval by its round (POST approvals/{id}). */
export async function decideApproval(migrationId: string, round: number, decision: Decision): Promise<Decided> {
  return transact(await partitionOfMigration(migrationId), (rows) => decideIn(rows, migrationId, round, decision));
}

async function decideIn(rows: Rows, migrationId: string, round: number, decision: Decision): Promise<Decided> {
  const control = await controlIn(rows, migrationId);
  const wait = await waitIn(rows, migrationId, round);
  if (!wait) return { kind: 'notOpen' };
  if (wait.outcome) {
    if (wait.outcome.kind === 'expired') return { kind: 'expired', wait };
    const same = wait.outcome.kind === 'decided' && wait.outcome.decision === decision.decision;
    return { kind: same ? 'already' : 'otherwise', wait };
  }
  const record = await recordIn(rows, migrationId);
  const now = new Date();
  if (now >= new Date(wait.expiresOn))
    return { kind: 'expired', wait: endWait(rows, control, record, wait, now, { kind: 'expired' }).ended };
  if (decision.decision === 'cancel') {
    const stopped = { ...control, cancelRequestedOn: now.toISOString(), cancelRequestedBy: decision.by };
    return { kind: 'decided', wait: endWait(rows, stopped, record, wait, now, { kind: 'decided', ...decision }).ended };
  }
  await approve(rows, record, wait.databases);
  const approved = { ...record, request: { ...record.request, overwriteDatabases: true } };
  rows.put(rowKeys.record(migrationId), approved);
  return { kind: 'decided', wait: endWait(rows, control, approved, wait, now, { kind: 'decided', ...decision }).ended };
}
