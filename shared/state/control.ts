/** Cancelling and sealing a migration: both replace the control row, so that exactly one of them decides. */
import type { MigrationError } from '../domain/error-codes';
import { rowKeys } from '../domain/keys';
import type { ControlRow } from '../domain/migration';
import { steps, type TerminalState } from '../domain/states';
import type { WaitRow } from '../domain/waits';
import { controlIn } from './control-row';
import { databasesIn } from './databases';
import { partitionOfMigration } from './locate';
import { type Rows, transact } from './transact';
import { enter, recordIn } from './transition';
import { verdictOn } from './verdict';
import { endWait, openWaitIn } from './waits';

export type CancelAnswer = { kind: 'requested'; endedWait?: WaitRow } | { kind: 'already' } | { kind: 'notAllowed' };

/** Asks for cancellation. Answered `requested` or `already`, the migration is bound to end Canceled: `seal` reads the same row. */
export async function requestCancel(rows: Rows, migrationId: string, by: string | undefined): Promise<CancelAnswer> {
  const control = await controlIn(rows, migrationId);
  if (control.sealed) return control.sealed.outcome === 'Canceled' ? { kind: 'already' } : { kind: 'notAllowed' };
  if (control.cancelRequestedOn) {
    // A wait that ran out stops it, too, and may end it otherwise: from now on it is bound to end Canceled.
    const { expiredAs, cancelReason: _expired, ...rest } = control;
    if (expiredAs === 'Failed') rows.put(rowKeys.control(migrationId), { ...rest, cancelRequestedBy: by } satisfies ControlRow);
    return { kind: 'already' };
  }
  const now = new Date();
  const stopped: ControlRow = { ...control, cancelRequestedOn: now.toISOString(), cancelRequestedBy: by };
  const wait = await openWaitIn(rows, control);
  if (wait) {
    const { ended } = endWait(rows, stopped, await recordIn(rows, migrationId), wait, now, { kind: 'cancelled' });
    return { kind: 'requested', endedWait: ended };
  }
  rows.put(rowKeys.control(migrationId), stopped);
  return { kind: 'requested' };
}

/** The orchestrator has taken note of the cancellation: nobody needs to raise it again. */
export async function markCancelSeen(migrationId: string): Promise<ControlRow> {
  return transact(await partitionOfMigration(migrationId), async (rows) => {
    const control = await controlIn(rows, migrationId);
    if (!control.cancelRequestedOn || control.cancelSeenOn) return control;
    const seen = { ...control, cancelSeenOn: new Date().toISOString() };
    rows.put(rowKeys.control(migrationId), seen);
    return seen;
  });
}

/**
 * The one point of decision (DESIGN 3, Seal): fixes the outcome and enters CompletingMigration. Sealing again gives the first answer.
 * `error`: what the flow failed with when no database row says so.
 */
export async function seal(migrationId: string, error: MigrationError | undefined): Promise<TerminalState> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<TerminalState> => {
    const control = await controlIn(rows, migrationId);
    if (control.sealed) return control.sealed.outcome;
    const now = new Date();
    const record = await recordIn(rows, migrationId);
    const { outcome, reason } = control.cancelRequestedOn
      ? { outcome: control.expiredAs ?? ('Canceled' as const), reason: control.cancelReason }
      : verdictOn(record, await databasesIn(rows, record), error);
    const sealed: ControlRow = { ...control, sealed: { outcome, on: now.toISOString(), error: reason } };
    const wait = await openWaitIn(rows, control); // the flow broke off while it waited: nobody may decide any more
    if (wait) {
      const after = endWait(rows, sealed, record, wait, now, { kind: 'cancelled' });
      enter(rows, after.record, now, { step: steps.completing, event: 'seal' });
      return outcome;
    }
    rows.put(rowKeys.control(migrationId), sealed);
    enter(rows, record, now, { step: steps.completing, event: 'seal' });
    return outcome;
  });
}
