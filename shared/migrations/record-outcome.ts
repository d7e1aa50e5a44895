/** The end of a migration: databases without an end get one, then the terminal state with its event, in one transaction. */
import { migrationError } from '../domain/error-codes';
import { type EventContent, eventTypes } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { ControlRow, MigrationRecord } from '../domain/migration';
import { isDatabaseEnd, isTerminal, steps } from '../domain/states';
import { isGone, readCleanUp } from '../state/clean-up-ledger';
import { databasesIn, enterDatabase } from '../state/databases';
import { keepInList } from '../state/list-rows';
import { partitionOfMigration } from '../state/locate';
import { transact } from '../state/transact';
import { appendEvent, enter, recordIn } from '../state/transition';

/** Its databases never began, and nothing became of them. */
const isOnlyValidated = ({ request }: MigrationRecord) => request.migrationOption === 'Validate';

/** Applies once; later calls only bring the clean-up state up to date. Needs a sealed migration. */
export async function recordOutcome(migrationId: string): Promise<void> {
  const items = await readCleanUp(migrationId);
  const complete = items.every(isGone);
  const told = items.map(({ kind, name, fate = 'left' as const }) => ({ kind, name, fate }));
  const completed: EventContent = { type: eventTypes.cleanupCompleted, data: { cleanup: 'Completed', removed: items.length, items: told } };
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    const now = new Date();
    const control = await rows.get<ControlRow>(rowKeys.control(migrationId));
    const record = await recordIn(rows, migrationId);
    if (!control?.sealed) throw new Error(`Migration ${migrationId} is not sealed.`);
    if (isTerminal(record.state)) {
      if (!complete || record.cleanup === 'Completed') return;
      appendEvent(rows, { ...record, cleanup: 'Completed' }, now, completed);
      return;
    }
    const { outcome, error } = control.sealed;
    let current = record;
    for (const database of await databasesIn(rows, record)) {
      if (isDatabaseEnd(database.state) || isOnlyValidated(record)) continue;
      const failed = outcome === 'Failed' && database.state === 'InProgress';
      const reason = failed ? migrationError('INTERNAL_ERROR', 'The migration ended before this database did.') : undefined;
      current = enterDatabase(rows, current, database, failed ? 'Failed' : 'Canceled', now, reason);
    }
    if (complete && items.length) current = appendEvent(rows, current, now, completed); // before the terminal event, which stays the last one
    const ended = enter(rows, current, now, {
      step: steps.ended,
      event: `end:${outcome}`,
      changes: { error, endedOn: now.toISOString(), cleanup: complete ? 'Completed' : 'Pending' },
    });
    if (ended) await keepInList(rows, ended);
  });
}
