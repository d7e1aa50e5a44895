/** Cancels single databases of a migration; the others go on. An open wait ends as changed, so that pre-flight looks again (DESIGN 3). */
import { rowKeys } from '../domain/keys';
import { Rejection } from '../domain/rejections';
import { allows } from '../domain/state-machine';
import { isDatabaseEnd } from '../domain/states';
import { controlIn, isStopped } from '../state/control-row';
import { databasesIn, enterDatabase } from '../state/databases';
import type { Rows } from '../state/transact';
import { recordIn } from '../state/transition';
import { endWait, openWaitIn } from '../state/waits';

/** All of them or none. The id of the wait that it ended. Repeating changes nothing. */
export async function cancelDatabases(rows: Rows, migrationId: string, names: string[]): Promise<string | undefined> {
  let record = await recordIn(rows, migrationId);
  const control = await controlIn(rows, migrationId);
  const databases = await databasesIn(rows, record);
  const now = new Date();
  const asked = names.map((name, index) => ({
    name,
    target: `properties.dbsToCancelMigrationOn[${index}]`,
    row: databases.find((one) => one.name === name),
  }));
  for (const { name, target, row } of asked) {
    if (!row)
      throw new Rejection('InvalidParameter', `properties.dbsToCancelMigrationOn names '${name}', which is not part of this migration.`, {
        target,
      });
    if (isDatabaseEnd(row.state) && !row.cancelRequestedOn) {
      throw new Rejection('OperationNotAllowed', `Database '${name}' can no longer be cancelled: it is ${row.state}.`, { target });
    }
  }
  const open = asked.flatMap(({ row }) => (row && !row.cancelRequestedOn ? [row] : []));
  if (!open.length) return undefined;
  if (isStopped(control) || !allows(record, 'cancelDatabases')) {
    throw new Rejection(
      'OperationNotAllowed',
      `Databases can no longer be cancelled: the migration is ${record.state} (${record.subState}).`,
    );
  }
  for (const row of open) {
    const cancelled = { ...row, cancelRequestedOn: now.toISOString() };
    rows.put(rowKeys.database(migrationId, row.number), cancelled);
    if (row.state === 'Queued') record = enterDatabase(rows, record, cancelled, 'Canceled', now);
  }
  const wait = await openWaitIn(rows, control);
  if (!wait) {
    rows.put(rowKeys.control(migrationId), control);
    return undefined;
  }
  endWait(rows, control, record, wait, now, { kind: 'decided', decision: 'changed' });
  return wait.waitId;
}
