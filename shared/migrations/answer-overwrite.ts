/** The answer `overwriteDbsInTarget`: open wait: decided; before one opened: stored, and it will not open; later: refused (INTERFACES 1). */
import { rowKeys } from '../domain/keys';
import { Rejection } from '../domain/rejections';
import { allows } from '../domain/state-machine';
import { controlIn, isStopped } from '../state/control-row';
import { decideOpenOverwrite } from '../state/decide';
import { partitionOfMigration } from '../state/locate';
import { transact } from '../state/transact';
import { recordIn } from '../state/transition';

/** The id of the wait that it ended. */
export async function answerOverwrite(migrationId: string, overwrite: boolean, by: string | undefined): Promise<string | undefined> {
  if (overwrite) {
    const decided = await decideOpenOverwrite(migrationId, { decision: 'overwrite', by });
    if (decided.kind === 'decided') return decided.wait.waitId;
    if (decided.kind === 'expired')
      throw new Rejection('ApprovalExpired', 'The overwrite was not approved in time; the migration is being cancelled.');
  }
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    const record = await recordIn(rows, migrationId);
    if (record.request.overwriteDatabases === overwrite) return; // the same value again changes nothing, in any state
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
  });
  return undefined;
}
