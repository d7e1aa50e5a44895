/** Enters MigratingData and names the databases that are to be moved. */
import type { BeginCopyAnswer, MigrationInput } from '../shared/domain/durable-names';
import { rowKeys } from '../shared/domain/keys';
import type { ControlRow } from '../shared/domain/migration';
import { isDatabaseEnd, steps } from '../shared/domain/states';
import { isStopped } from '../shared/state/control-row';
import { databasesIn } from '../shared/state/databases';
import { partitionOfMigration } from '../shared/state/locate';
import { transact } from '../shared/state/transact';
import { enter, recordIn } from '../shared/state/transition';

export async function beginCopy({ migrationId }: MigrationInput): Promise<BeginCopyAnswer> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<BeginCopyAnswer> => {
    const control = await rows.get<ControlRow>(rowKeys.control(migrationId));
    if (!control || isStopped(control)) return { kind: 'stopped' };
    const record = await recordIn(rows, migrationId);
    enter(rows, record, new Date(), { step: steps.migrating, event: 'copy' });
    rows.put(rowKeys.control(migrationId), control);
    const databases = await databasesIn(rows, record);
    return {
      kind: 'copy',
      databases: databases.filter(({ state }) => !isDatabaseEnd(state)).map(({ number, name }) => ({ number, name })),
    };
  });
}
