/** Waits as rows: opened by the flow, ended once by a decision, the clock or a cancellation; what follows is in the same transaction. */
import { randomUUID } from 'node:crypto';
import { config } from '../config';
import { migrationError } from '../domain/error-codes';
import { eventTypes } from '../domain/events';
import { fingerprintOf } from '../domain/fingerprint';
import { rowKeys, rowPrefixes } from '../domain/keys';
import type { ControlRow, DatabaseRecord, ExistingDatabase, MigrationRecord } from '../domain/migration';
import { steps } from '../domain/states';
import { goesOn, goesOnWhenExpired, type Need, type WaitOutcome, type WaitRow } from '../domain/waits';
import { controlIn, isStopped } from './control-row';
import { databasesIn } from './databases';
import { partitionOfMigration } from './locate';
import { allRows } from './tables';
import { type Rows, transact } from './transact';
import { appendEvent, enter, recordIn } from './transition';

export const waitIn = (rows: Rows, migrationId: string, round: number) => rows.get<WaitRow>(rowKeys.wait(migrationId, round));

/** The wait that is open, inside a transaction. */
export async function openWaitIn(rows: Rows, { migrationId, openRound }: ControlRow): Promise<WaitRow | undefined> {
  const wait = openRound === undefined ? undefined : await waitIn(rows, migrationId, openRound);
  return wait?.outcome ? undefined : wait;
}

export async function readWaits(migrationId: string): Promise<WaitRow[]> {
  const rows = await allRows<WaitRow>('migrations', await partitionOfMigration(migrationId), rowPrefixes.waits(migrationId));
  return rows.map(({ value }) => value);
}

/** Waits that have ended but whose orchestration may not know it yet. */
export const unseenWaits = async (migrationId: string) => (await readWaits(migrationId)).filter((wait) => wait.outcome && !wait.seenOn);

export type OpenedWait = { kind: 'open'; wait: WaitRow } | { kind: 'answered' } | { kind: 'stopped' };

/**
 * Opens the wait for what pre-flight needs, or finds that there is nothing to wait for: cancelled, or the record holds the answer already.
 * Opening the same round again gives the same wait.
 */
export async function openWait(migrationId: string, round: number, need: Need): Promise<OpenedWait> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<OpenedWait> => {
    const control = await controlIn(rows, migrationId);
    if (isStopped(control)) return { kind: 'stopped' };
    const known = await waitIn(rows, migrationId, round);
    if (known) return known.outcome ? { kind: 'answered' } : { kind: 'open', wait: known };
    const record = await recordIn(rows, migrationId);
    if (await isAnswered(rows, record, need)) {
      rows.put(rowKeys.control(migrationId), control);
      return { kind: 'answered' };
    }
    const now = new Date();
    const wait = newWait(migrationId, round, need, now);
    const waiting = enter(rows, record, now, {
      step: steps.waiting(round),
      event: `wait:${need.kind}`,
      // An earlier approval covered what it showed, no more.
      changes: need.kind === 'overwrite' ? { request: { ...record.request, overwriteDatabases: false } } : {},
    });
    if (!waiting) return { kind: 'answered' }; // a late copy of an activity whose round is over
    if (need.kind === 'overwrite') announceApproval(rows, waiting, wait, now);
    rows.put(rowKeys.wait(migrationId, round), wait);
    rows.put(rowKeys.control(migrationId), { ...control, openWait: wait.waitId, openRound: round });
    return { kind: 'open', wait };
  });
}

/** The answer may have come between pre-flight and now. */
async function isAnswered(rows: Rows, record: MigrationRecord, need: Need): Promise<boolean> {
  const { request } = record;
  switch (need.kind) {
    case 'replication':
      return request.setupLogicalReplication;
    case 'databases':
      return request.databases.length > 0;
    case 'overwrite':
      if (record.standingOverwrite) await approve(rows, record, need.databases);
      return record.standingOverwrite;
    case 'scheduling':
      return request.startDataMigration === true || request.migrationWindowStart !== undefined;
    case 'window':
      return request.startDataMigration === true || request.migrationWindowStart !== need.startsOn;
  }
}

function newWait(migrationId: string, round: number, need: Need, now: Date): WaitRow {
  const databases = need.kind === 'overwrite' ? need.databases : [];
  return {
    migrationId,
    waitId: randomUUID(),
    kind: need.kind,
    round,
    openedOn: now.toISOString(),
    expiresOn: need.kind === 'window' ? need.startsOn : new Date(now.getTime() + config().waitExpiryMs).toISOString(),
    fingerprint: databases.length ? fingerprintOf(databases) : '',
    databases,
  };
}

function announceApproval(rows: Rows, record: MigrationRecord, { waitId, expiresOn, fingerprint, databases }: WaitRow, now: Date): void {
  appendEvent(rows, record, now, {
    type: eventTypes.overwriteApprovalRequested,
    data: {
      approvalId: waitId,
      expiresAt: expiresOn,
      fingerprint,
      databases,
      decisionUrl: `${config().publicUrl}/api/migrations/${record.id}/approvals/${waitId}`,
      allowedDecisions: ['overwrite', 'cancel'],
    },
  });
}

/** Writes onto each database what may be replaced: exactly what was shown. */
export async function approve(rows: Rows, record: MigrationRecord, databases: ExistingDatabase[]): Promise<void> {
  for (const database of await databasesIn(rows, record)) {
    const shown = databases.find(({ name }) => name === database.name);
    if (!shown) continue;
    const overwrite = { oid: shown.oid, fingerprint: shown.fingerprint };
    rows.put(rowKeys.database(record.id, database.number), { ...database, overwrite } satisfies DatabaseRecord);
  }
}

/**
 * Common end of a wait: its row, the event, and the way back to work, or the end of the migration. Returns the record after it, for callers
 * that change more in the same transaction.
 */
export function endWait(
  rows: Rows,
  control: ControlRow,
  record: MigrationRecord,
  wait: WaitRow,
  now: Date,
  outcome: WaitOutcome,
): { ended: WaitRow; record: MigrationRecord } {
  const ended: WaitRow = { ...wait, outcome, endedOn: now.toISOString() };
  rows.put(rowKeys.wait(wait.migrationId, wait.round), ended);
  let current = record;
  if (wait.kind === 'overwrite') {
    current = appendEvent(rows, record, now, { type: eventTypes.overwriteApprovalDecided, data: { approvalId: wait.waitId, outcome } });
  }
  const { openWait: _openWait, openRound: _openRound, ...rest } = control;
  if (goesOn(outcome)) {
    current = enter(rows, current, now, { step: steps.resumed(wait.round), event: 'resume' }) ?? current;
    rows.put(rowKeys.control(wait.migrationId), rest);
  } else if (rest.sealed) {
    rows.put(rowKeys.control(wait.migrationId), rest); // how it ends is fixed already
  } else {
    rows.put(rowKeys.control(wait.migrationId), {
      ...rest,
      cancelRequestedOn: rest.cancelRequestedOn ?? now.toISOString(),
      ...expiry(wait, outcome),
    });
  }
  return { ended, record: current };
}

/** A wait that nobody ended stops the migration; the target stays as it is. */
function expiry(wait: WaitRow, outcome: WaitOutcome): Pick<ControlRow, 'cancelReason' | 'expiredAs'> {
  if (outcome.kind !== 'expired') return {};
  const [code, what] =
    wait.kind === 'overwrite'
      ? (['APPROVAL_EXPIRED', 'The overwrite was not approved'] as const)
      : (['WAIT_EXPIRED', 'What the migration waited for was not given'] as const);
  return { cancelReason: migrationError(code, `${what} before ${wait.expiresOn}.`), expiredAs: config().waitExpiryOutcome };
}

export type WaitAnswer = { kind: 'open' } | { kind: 'ended'; outcome: WaitOutcome };

/** What the orchestrator learns when something woke it. `expired` ends the wait unless a decision came first. Repeating gives the same answer. */
export async function closeWait(migrationId: string, waitId: string, expired: boolean): Promise<WaitAnswer> {
  const round = (await readWaits(migrationId)).find((wait) => wait.waitId === waitId)?.round;
  if (round === undefined) throw new Error(`Migration ${migrationId} has no wait ${waitId}.`);
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<WaitAnswer> => {
    const control = await controlIn(rows, migrationId);
    const wait = await waitIn(rows, migrationId, round);
    if (!wait) throw new Error(`The wait ${waitId} of migration ${migrationId} is gone.`);
    const seenOn = new Date().toISOString();
    if (!wait.outcome) {
      if (!expired) return { kind: 'open' };
      const outcome: WaitOutcome = { kind: goesOnWhenExpired(wait.kind) ? 'begun' : 'expired' };
      const { ended } = endWait(rows, control, await recordIn(rows, migrationId), wait, new Date(), outcome);
      rows.put(rowKeys.wait(migrationId, round), { ...ended, seenOn });
      return { kind: 'ended', outcome };
    }
    if (!wait.seenOn) rows.put(rowKeys.wait(migrationId, round), { ...wait, seenOn });
    return { kind: 'ended', outcome: wait.outcome };
  });
}
