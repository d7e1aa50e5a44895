// `pgflex migration watch`
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import type { Session } from '../session';
import { watchAndPrint } from '../watch/watch-and-print';
import { type AddVerb, withSession } from './verb';

export const addWatch: AddVerb = (parent, runner) => {
  withMigration(
    parent.command('watch').description('Follows a migration to its end; its outcome is the exit code. Ctrl-C leaves it running.'),
  )
    .option('--until-wait', 'end as soon as it waits for a person')
    .action(withSession<MigrationOptions & { untilWait?: boolean }>(runner, watch));
};

async function watch(options: MigrationOptions & { untilWait?: boolean }, session: Session) {
  const id = options.id ?? (await findPlace(options, session)).id;
  return watchAndPrint(id, session, { untilWait: options.untilWait });
}
