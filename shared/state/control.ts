/** The control row, where every race meets: opening a wait, deciding it, cancelling and sealing all replace it (DESIGN 3). */
import { randomUUID } from 'node:crypto';
import { config } from '../config';
import { type MigrationError, migrationError } from '../domain/error-codes';
import { eventTypes } from '../domain/events';
import { fingerprintOf } from '../domain/fingerprint';
import { rowKeys } from '../domain/keys';
import { approvalExpiryMs } from '../domain/limits';
import type { ControlRow, DatabaseRecord, ExistingDatabase, MigrationRecord, WaitOutcome, WaitRow } from '../domain/migration';
import { steps, type TerminalState } from '../domain/states';
import { databasesIn } from './databases';
import { partitionOfMigration } from './locate';
import { readRow } from './tables';
import { type Rows, transact } from './transact';
import { appendEvent, enter, recordIn } from './transition';

export async function readControl(migrationId: string): Promise<ControlRow> {
  const row = await readRow<ControlRow>('migrations', await partitionOfMigration(migrationId), rowKeys.control(migrationId));
  if (!row) throw new Error(`Migration ${migrationId} has no control row.`);
  return row.value;
}

/** Nothing new may begin: somebody cancelled, or the outcome is fixed. */
export const isStopped = (control: ControlRow) => Boolean(control.cancelRequestedOn ?? control.sealed);

async function controlIn(rows: Rows, migrationId: string): Promise<ControlRow> {
  const control = await rows.get<ControlRow>(rowKeys.control(migrationId));
  if (!control) throw new Error(`Migration ${migrationId} has no control row.`);
  return control;
}

const waitIn = async (rows: Rows, migrationId: string, round: number) => rows.get<WaitRow>(rowKeys.wait(migrationId, round));

export type OpenedWait = { kind: 'open'; wait: WaitRow } | { kind: 'answered' } | { kind: 'stopped' };

/**
 * Opens the wait for an overwrite approval, or finds that there is nothing to wait for: cancelled, or the record holds the answer already
 * (then the databases shown count as approved). Opening the same round again gives the same wait.
 */
export async function openOverwriteWait(migrationId: string, round: number, databases: ExistingDatabase[]): Promise<OpenedWait> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<OpenedWait> => {
    const control = await controlIn(rows, migrationId);
    if (isStopped(control)) return { kind: 'stopped' };
    const known = await waitIn(rows, migrationId, round);
    if (known) return known.outcome ? { kind: 'answered' } : { kind: 'open', wait: known };
    const record = await recordIn(rows, migrationId);
    if (record.standingOverwrite) {
      await approve(rows, record, databases);
      rows.put(rowKeys.control(migrationId), control);
      return { kind: 'answered' };
    }
    const now = new Date();
    const waitId = randomUUID();
    const expiresOn = new Date(now.getTime() + approvalExpiryMs).toISOString();
    const wait: WaitRow = {
      migrationId,
      waitId,
      kind: 'overwrite',
      round,
      openedOn: now.toISOString(),
      expiresOn,
      fingerprint: fingerprintOf(databases),
      databases,
    };
    const waiting = enter(rows, record, now, {
      step: steps.waiting(round),
      state: 'WaitingForUserAction',
      subState: 'WaitingForTargetDBOverwriteConfirmation',
      changes: { request: { ...record.request, overwriteDatabases: false } }, // an earlier approval covered what it showed, no more
    });
    if (!waiting) return { kind: 'answered' }; // a late copy of an activity whose round is over
    appendEvent(rows, waiting, now, {
      type: eventTypes.overwriteApprovalRequested,
      data: {
        approvalId: waitId,
        expiresAt: expiresOn,
        fingerprint: wait.fingerprint,
        databases,
        decisionUrl: `${config().publicUrl}/api/migrations/${migrationId}/approvals/${waitId}`,
        allowedDecisions: ['overwrite', 'cancel'],
      },
    });
    rows.put(rowKeys.wait(migrationId, round), wait);
    rows.put(rowKeys.control(migrationId), { ...control, openWait: waitId, openRound: round });
    return { kind: 'open', wait };
  });
}

/** Writes onto each database what may be replaced: exactly what was shown. */
async function approve(rows: Rows, record: MigrationRecord, databases: ExistingDatabase[]): Promise<void> {
  for (const database of await databasesIn(rows, record)) {
    const shown = databases.find(({ name }) => name === database.name);
    if (shown)
      rows.put(rowKeys.database(record.id, database.number), {
        ...database,
        overwrite: { oid: shown.oid, fingerprint: shown.fingerprint },
      });
  }
}

export type Ended = { kind: 'ended'; wait: WaitRow } | { kind: 'notOpen' } | { kind: 'tooLate' };

/** Ends the open wait with a person's decision, in one transaction with what follows from it. */
export async function decideOpenWait(migrationId: string, decision: 'overwrite', by: string | undefined): Promise<Ended> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<Ended> => {
    const control = await controlIn(rows, migrationId);
    const record = await recordIn(rows, migrationId);
    if (isStopped(control) || control.openRound === undefined) return { kind: 'notOpen' };
    const wait = await waitIn(rows, migrationId, control.openRound);
    if (!wait || wait.outcome) return { kind: 'notOpen' };
    const now = new Date();
    if (now >= new Date(wait.expiresOn)) {
      await endWait(rows, control, record, wait, now, { kind: 'expired' });
      return { kind: 'tooLate' };
    }
    await approve(rows, record, wait.databases);
    const approved = { ...record, request: { ...record.request, overwriteDatabases: true } };
    return { kind: 'ended', wait: await endWait(rows, control, approved, wait, now, { kind: 'decided', decision, by }) };
  });
}

/** Common end of a wait: its row, the event, the record's way back to work. An expired wait cancels the migration: the target stays as it is. */
async function endWait(
  rows: Rows,
  control: ControlRow,
  record: MigrationRecord,
  wait: WaitRow,
  now: Date,
  outcome: WaitOutcome,
): Promise<WaitRow> {
  const ended: WaitRow = { ...wait, outcome, endedOn: now.toISOString() };
  rows.put(rowKeys.wait(wait.migrationId, wait.round), ended);
  const told = appendEvent(rows, record, now, { type: eventTypes.overwriteApprovalDecided, data: { approvalId: wait.waitId, outcome } });
  const { openWait: _openWait, openRound: _openRound, ...rest } = control;
  if (outcome.kind === 'decided') {
    enter(rows, told, now, { step: steps.resumed(wait.round), state: 'InProgress', subState: 'PerformingPreRequisiteSteps' });
    rows.put(rowKeys.control(wait.migrationId), rest);
  } else {
    rows.put(rowKeys.control(wait.migrationId), {
      ...rest,
      cancelRequestedOn: rest.cancelRequestedOn ?? now.toISOString(),
      ...(outcome.kind === 'expired'
        ? { cancelReason: migrationError('APPROVAL_EXPIRED', 'The overwrite was not approved in time.') }
        : {}),
    });
  }
  return ended;
}

export type WaitAnswer = { kind: 'open' } | { kind: 'ended'; outcome: WaitOutcome };

/** What the orchestrator learns when something woke it. `expired` ends the wait unless a decision came first. Repeating gives the same answer. */
export async function closeWait(migrationId: string, waitId: string, expired: boolean): Promise<WaitAnswer> {
  const partition = await partitionOfMigration(migrationId);
  return transact(partition, async (rows): Promise<WaitAnswer> => {
    const control = await controlIn(rows, migrationId);
    const wait = await findWait(rows, migrationId, waitId);
    const now = new Date();
    if (!wait.outcome) {
      if (!expired) return { kind: 'open' };
      const ended = await endWait(rows, control, await recordIn(rows, migrationId), wait, now, { kind: 'expired' });
      rows.put(rowKeys.wait(migrationId, wait.round), { ...ended, seenOn: now.toISOString() });
      return { kind: 'ended', outcome: { kind: 'expired' } };
    }
    if (!wait.seenOn) rows.put(rowKeys.wait(migrationId, wait.round), { ...wait, seenOn: now.toISOString() });
    return { kind: 'ended', outcome: wait.outcome };
  });
}

async function findWait(rows: Rows, migrationId: string, waitId: string): Promise<WaitRow> {
  for (let round = 0; ; round++) {
    const wait = await waitIn(rows, migrationId, round);
    if (wait?.waitId === waitId) return wait;
    if (!wait && round > maxWaitRounds) throw new Error(`Migration ${migrationId} has no wait ${waitId}.`);
  }
}

/** Rounds of pre-flight that a migration can have: each one needs a target that changed after it was approved. */
const maxWaitRounds = 100;

export type CancelAnswer = { kind: 'requested'; endedWait?: WaitRow } | { kind: 'already' } | { kind: 'notAllowed' };

/** Asks for cancellation. Answered `requested` or `already`, the migration is bound to end Canceled: `seal` reads the same row. */
export async function requestCancel(migrationId: string, by: string | undefined): Promise<CancelAnswer> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<CancelAnswer> => {
    const control = await controlIn(rows, migrationId);
    if (control.sealed) return control.sealed.outcome === 'Canceled' ? { kind: 'already' } : { kind: 'notAllowed' };
    if (control.cancelRequestedOn) return { kind: 'already' };
    const now = new Date();
    const stopped: ControlRow = { ...control, cancelRequestedOn: now.toISOString(), cancelRequestedBy: by };
    const wait = control.openRound === undefined ? undefined : await waitIn(rows, migrationId, control.openRound);
    if (!wait || wait.outcome) {
      rows.put(rowKeys.control(migrationId), stopped);
      return { kind: 'requested' };
    }
    return {
      kind: 'requested',
      endedWait: await endWait(rows, stopped, await recordIn(rows, migrationId), wait, now, { kind: 'cancelled' }),
    };
  });
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
      ? { outcome: 'Canceled' as const, reason: control.cancelReason }
      : verdict(await databasesIn(rows, record), error);
    rows.put(rowKeys.control(migrationId), { ...control, sealed: { outcome, on: now.toISOString(), error: reason } });
    enter(rows, record, now, { step: steps.completing, state: 'InProgress', subState: 'CompletingMigration' });
    return outcome;
  });
}

function verdict(
  databases: DatabaseRecord[],
  error: MigrationError | undefined,
): { outcome: 'Failed' | 'Succeeded'; reason?: MigrationError } {
  if (error) return { outcome: 'Failed', reason: error };
  const unfinished = databases.filter(({ state }) => state !== 'Succeeded');
  if (!unfinished.length) return { outcome: 'Succeeded' };
  const failures = unfinished.map(({ name, error: reason }) => `${name}: ${reason ? `${reason.code}: ${reason.message}` : 'not finished'}`);
  const only = databases.length === 1 ? unfinished[0]?.error : undefined;
  const message = `${unfinished.length} of ${databases.length} databases failed. ${failures.join(' ')}`;
  return { outcome: 'Failed', reason: only ?? migrationError('DATABASE_FAILED', message) };
}
