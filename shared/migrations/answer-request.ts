/** Answers that complete the request of a migration: its databases, its window, the start now, the set-up of logical replication. */
import { rowKeys } from '../domain/keys';
import type { DatabaseRecord, MigrationRecord, MigrationRequest } from '../domain/migration';
import { Rejection } from '../domain/rejections';
import { allows, type MigrationAction } from '../domain/state-machine';
import type { WaitKind } from '../domain/waits';
import { controlIn, isStopped } from '../state/control-row';
import type { Rows } from '../state/transact';
import { recordIn } from '../state/transition';
import { endWait, openWaitIn } from '../state/waits';
import { claimDatabases } from './claim-databases';
import type { MigrationPatch } from './types';

interface Answer {
  action: MigrationAction;
  property: string;
  /** Waits that this ends. */
  ends: WaitKind[];
  /** Undefined: not mentioned, or the same as before. */
  change(record: MigrationRecord, patch: MigrationPatch): Partial<MigrationRequest> | undefined;
}

const answers: Answer[] = [
  {
    action: 'setDatabases',
    property: 'dbsToMigrate',
    ends: ['databases'],
    change: ({ request }, { databases }) => (databases && !sameNames(databases, request.databases) ? { databases } : undefined),
  },
  {
    action: 'setupLogicalReplication',
    property: 'setupLogicalReplicationOnSourceDbIfNeeded',
    ends: ['replication'],
    change: ({ request }, { setupLogicalReplication: setup }) =>
      setup !== undefined && setup !== request.setupLogicalReplication ? { setupLogicalReplication: setup } : undefined,
  },
  {
    action: 'startDataMigration',
    property: 'migrationWindowStartTimeInUtc',
    ends: ['scheduling', 'window'],
    change: ({ request }, { migrationWindowStart: start }) =>
      start !== undefined && start !== request.migrationWindowStart ? { migrationWindowStart: start } : undefined,
  },
  {
    action: 'startDataMigration',
    property: 'startDataMigration',
    ends: ['scheduling', 'window'],
    change: ({ request }, { startDataMigration: start }) =>
      start !== undefined && start !== request.startDataMigration ? { startDataMigration: start } : undefined,
  },
];

export const sameNames = (some: string[], others: string[]) => some.length === others.length && some.every((name) => others.includes(name));

/** All answers of one PATCH apply together or not at all. The id of the wait that they ended. */
export async function answerRequest(rows: Rows, migrationId: string, patch: MigrationPatch): Promise<string | undefined> {
  const before = await recordIn(rows, migrationId);
  const given = answers.flatMap((answer) => {
    const change = answer.change(before, patch);
    return change ? [{ ...answer, change }] : [];
  });
  if (!given.length) return undefined;
  const control = await controlIn(rows, migrationId);
  for (const { action, property } of given) {
    if (!isStopped(control) && allows(before, action)) continue;
    throw new Rejection(
      'OperationNotAllowed',
      `${property} cannot change any more: the migration is ${before.state} (${before.subState}).`,
      {
        target: `properties.${property}`,
      },
    );
  }
  const record: MigrationRecord = { ...before, request: Object.assign({}, before.request, ...given.map(({ change }) => change)) };
  if (record.request.databases !== before.request.databases) await addDatabases(rows, before, record);
  rows.put(rowKeys.record(migrationId), record);
  const wait = await openWaitIn(rows, control);
  if (wait && given.some(({ ends }) => ends.includes(wait.kind))) {
    endWait(rows, control, record, wait, new Date(), { kind: 'decided', decision: 'answered' });
    return wait.waitId;
  }
  rows.put(rowKeys.control(migrationId), control);
  return undefined;
}

/** Only a migration that has none can be given databases. */
async function addDatabases(rows: Rows, before: MigrationRecord, { id, name, request }: MigrationRecord): Promise<void> {
  if (before.request.databases.length) {
    throw new Rejection('OperationNotAllowed', 'dbsToMigrate was given already; create a new migration for other databases.', {
      target: 'properties.dbsToMigrate',
    });
  }
  await claimDatabases(rows, request.databases, { migrationId: id, migrationName: name });
  request.databases.forEach((database, number) => {
    rows.put(rowKeys.database(id, number), { migrationId: id, number, name: database, state: 'Queued' } satisfies DatabaseRecord);
  });
}
