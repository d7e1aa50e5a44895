// `pgflex migration delete`
import { askYes } from '../arguments/ask';
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import { askResource } from '../client/migrations';
import { CliFailure, usageFailure } from '../failure';
import type { Session } from '../session';
import { type AddVerb, withSession } from './verb';

interface DeleteOptions extends MigrationOptions {
  yes?: boolean;
}

export const addDelete: AddVerb = (parent, runner) => {
  withMigration(parent.command('delete').description('Cancels a running migration; removes one that has ended from the list.'))
    .option('-y, --yes', 'do not ask')
    .action(withSession<DeleteOptions>(runner, remove));
};

async function remove(options: DeleteOptions, session: Session) {
  const { target, name, id } = await findPlace(options, session);
  if (!options.yes) {
    if (!session.terminal.asks) throw usageFailure('There is nobody to ask here: give --yes.');
    if (!(await askYes(session.terminal, `Delete the migration '${name}'?`))) throw new CliFailure('waits', 'Nothing was deleted.');
  }
  await askResource(session.client, target, name, { method: 'DELETE' });
  session.note(`Its report and events stay: pgflex migration report --id ${id}`);
  return undefined;
}
