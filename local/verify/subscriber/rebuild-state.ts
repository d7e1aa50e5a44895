/** The state of a migration as its events alone tell it, and how that differs from what GET answers. */

import { type CloudEventJson, eventTypes } from '../../../shared/domain/events';
import type { Overview } from '../../demo/client/migration-client';
import type { BusEvent } from './follow-topic';

interface Told {
  state?: string;
  subState?: string;
  error?: unknown;
  cleanup?: string;
  allowedActions?: unknown;
  databases: Map<string, { state: string; error?: unknown }>;
  approvals: Map<string, string>;
}

function rebuild(events: CloudEventJson[]): Told {
  const told: Told = { databases: new Map(), approvals: new Map() };
  for (const { type, data: content } of events) {
    const data = content as Record<string, unknown>;
    told.state = String(data.state);
    told.subState = String(data.substate);
    told.allowedActions = data.allowedActions;
    if (data.cleanup) told.cleanup = String(data.cleanup);
    if (type === eventTypes.migrationStatusChanged) told.error = data.error;
    if (type === eventTypes.databaseStatusChanged)
      told.databases.set(String(data.database), { state: String(data.databaseState), error: data.error });
    if (type === eventTypes.overwriteApprovalRequested) told.approvals.set(String(data.approvalId), 'open');
    if (type === eventTypes.overwriteApprovalDecided) told.approvals.set(String(data.approvalId), (data.outcome as { kind: string }).kind);
  }
  return told;
}

/** Each difference is one sentence; gaps, doubles and a wrong order too. */
export function differencesOf(received: BusEvent[], overview: Overview): string[] {
  const problems: string[] = [];
  const events = received.map(({ event }) => event);
  const sequences = events.map(({ sequence }) => Number(sequence));
  if (sequences.some((sequence, index) => sequence !== index + 1)) problems.push(`the events came as ${sequences.join(', ')}`);
  const ends = events.filter(
    ({ type, data }) => type === eventTypes.migrationStatusChanged && (data as { isTerminal: boolean }).isTerminal,
  );
  if (ends.length !== 1) problems.push(`${ends.length} terminal events`);
  const told = rebuild(events);
  const compare = (what: string, events: unknown, get: unknown) => {
    if (JSON.stringify(events) !== JSON.stringify(get))
      problems.push(`${what}: the events say ${JSON.stringify(events)}, GET says ${JSON.stringify(get)}`);
  };
  compare('state', told.state, overview.state);
  compare('sub-state', told.subState, overview.subState);
  compare('error', told.error, overview.error);
  compare('clean-up', told.cleanup, overview.cleanup.state);
  compare('allowed actions', told.allowedActions, overview.allowedActions);
  for (const { name, state, error } of overview.databases) {
    const database = told.databases.get(name);
    compare(`state of ${name}`, database?.state, state);
    compare(`error of ${name}`, database?.error, error);
  }
  const approvals = overview.waits.filter(({ kind }) => kind === 'overwrite').map(({ id, state }) => [id, state]);
  compare('approvals', [...told.approvals].sort(), approvals.sort());
  return problems;
}
