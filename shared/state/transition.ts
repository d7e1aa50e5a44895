/** Changes of state inside a transaction: record, event sequence and outbox row together, each step at most once (DESIGN 3, Transitions). */
import { config } from '../config';
import { cloudEvent, type EventContent, eventTypes } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { MigrationRecord } from '../domain/migration';
import { type MigrationEvent, nextPlace, placeOf, stateMachine } from '../domain/state-machine';
import { isLaterStep, isTerminal, type Step } from '../domain/states';
import type { Rows } from './transact';

export interface Transition {
  step: Step;
  event: MigrationEvent;
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
 * Lets an event happen. Without effect when its step is not later than the last one (a late or doubled call), or when the table of states has
 * no way from the present place. Returns the record after it, or undefined when it did not apply.
 */
export function enter(rows: Rows, record: MigrationRecord, now: Date, { step, event, changes }: Transition): MigrationRecord | undefined {
  const place = nextPlace(placeOf(record), event);
  if (!place || !isLaterStep(step, record.lastStep)) return undefined;
  const { state, subState } = stateMachine[place];
  const next: MigrationRecord = { ...record, ...changes, state, subState, lastStep: step, changedOn: now.toISOString() };
  return appendEvent(rows, next, now, {
    type: eventTypes.migrationStatusChanged,
    data: {
      previousState: record.state,
      previousSubstate: record.subState,
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
