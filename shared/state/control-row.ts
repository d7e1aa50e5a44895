/** The control row `c|id`, where every race meets (DESIGN 3). */
import { rowKeys } from '../domain/keys';
import type { ControlRow } from '../domain/migration';
import { partitionOfMigration } from './locate';
import { readRow } from './tables';
import type { Rows } from './transact';

export async function readControl(migrationId: string): Promise<ControlRow> {
  const row = await readRow<ControlRow>('migrations', await partitionOfMigration(migrationId), rowKeys.control(migrationId));
  if (!row) throw new Error(`Migration ${migrationId} has no control row.`);
  return row.value;
}

/** Nothing new may begin: somebody cancelled, or the outcome is fixed. */
export const isStopped = (control: ControlRow) => Boolean(control.cancelRequestedOn ?? control.sealed);

export async function controlIn(rows: Rows, migrationId: string): Promise<ControlRow> {
  const control = await rows.get<ControlRow>(rowKeys.control(migrationId));
  if (!control) throw new Error(`Migration ${migrationId} has no control row.`);
  return control;
}
