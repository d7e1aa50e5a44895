/** Changes of state inside a transaction: record, event sequence and outbox row together, each step at most once (DESIGN 3, Transitions). */
import { config } from '../config';
import { cloudEvent, type EventContent, eventTypes } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { MigrationRecord } from '../domain/migration';
import { isLaterStep, isTerminal, type MigrationState, type Step, type SubState } from '../domain/states';
import type { Rows } from './transact';

export interface Transition {
  step: Step;
  state: MigrationState;
  subState: SubState;
  /** Further fields of the record that change with it. */
  changes?: Partial<MigrationRecord>;
}

/** Stores an event and counts it on the record. Returns the record as it stands after that. */
export function appendEvent(rows: Rows, record: MigrationRecord, now: Date, content: EventContent): MigrationRecord {
  const sequence = record.lastSequence + 1;
  const next = { ...record, lastSequence: sequence };
  rows.put(rowKeys.event(record.id, sequence), cloudEvent(next, sequence, now.toISOString(), content, config().publicUrl));
  rows.put(rowKeys.record(record.id), next);
  return next;
}

/**
 * Enters a state. Without effect when the step is not later than the last one (a late or doubled call) or the migration has ended.
 * Returns the record after it, or undefined when it did not apply.
 */
export function enter(rows: Rows, record: MigrationRecord, now: Date, transition: Transition): MigrationRecord | undefined {
  if (isTerminal(record.state) || !isLaterStep(transition.step, record.lastStep)) return undefined;
  const { step, state, subState, changes } = transition;
  const next: MigrationRecord = { ...record, ...changes, state, subState, lastStep: step, changedOn: now.toISOString() };
  return appendEvent(rows, next, now, {
    type: eventTypes.migrationStatusChanged,
    data: {
      previousState: record.state,
      previousSubState: record.subState,
      error: next.error,
      ...(isTerminal(state) ? { cleanup: next.cleanup } : {}),
    },
  });
}

/** The record inside a transaction; it exists for every id that this service handed out. */
export async function recordIn(rows: Rows, migrationId: string): Promise<MigrationRecord> {
  const record = await rows.get<MigrationRecord>(rowKeys.record(migrationId));
  if (!record) throw new Error(`Migration ${migrationId} has no record.`);
  return record;
}
