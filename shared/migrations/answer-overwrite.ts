/** The answer `overwriteDbsInTarget`: open wait: decided; before one opened: stored, and it will not open; later: refused (INTERFACES 1). */
import { rowKeys } from '../domain/keys';
import { Rejection } from '../domain/rejections';
import { allows } from '../domain/state-machine';
import { controlIn, isStopped } from '../state/control-row';
import { type Decided, decideOpenOverwrite } from '../state/decide';
import type { Rows } from '../state/transact';
import { recordIn } from '../state/transition';

/** `expired`: the wait has ended now, too late for this answer. */
export async function answerOverwrite(
  rows: Rows,
  migrationId: string,
  overwrite: boolean,
  by: string | undefined,
): Promise<Decided | undefined> {
  if (overwrite) {
    const decided = await decideOpenOverwrite(rows, migrationId, { decision: 'overwrite', by });
    if (decided.kind === 'decided' || decided.kind === 'expired') return decided;
  }
  const record = await recordIn(rows, migrationId);
  if (record.request.overwriteDatabases === overwrite) return undefined; // the same value again changes nothing, in any state
  const control = await controlIn(rows, migrationId);
  if (isStopped(control) || !allows(record, 'approveOverwrite')) {
    throw new Rejection(
      'OperationNotAllowed',
      `overwriteDbsInTarget cannot change any more: the migration is ${record.state} (${record.subState}).`,
      {
        target: 'properties.overwriteDbsInTarget',
      },
    );
  }
  rows.put(rowKeys.record(migrationId), {
    ...record,
    standingOverwrite: overwrite,
    request: { ...record.request, overwriteDatabases: overwrite },
  });
  rows.put(rowKeys.control(migrationId), control);
  return undefined;
}
