// `pgflex check`
import { randomBytes } from 'node:crypto';
import { isTerminal } from '../../shared/domain/states';
import { withSource, withTargetPassword } from '../arguments/body-options';
import { withTarget } from '../arguments/common-options';
import { type BodyOptions, migrationBody } from '../arguments/migration-body';
import { type TargetOptions, targetId } from '../arguments/target';
import { locationOf } from '../client/location';
import { askResource } from '../client/migrations';
import type { Exit } from '../exit-codes';
import { usageFailure } from '../failure';
import type { Session } from '../session';
import { findingsListing } from '../views/findings-listing';
import { exitOf } from '../watch/exit-of';
import { watchMigration } from '../watch/watch';
import { type AddVerb, withSession } from './verb';

interface CheckOptions extends TargetOptions, BodyOptions {
  location?: string;
  keep?: boolean;
}

export const addCheck: AddVerb = (parent, runner) => {
  const command = parent.command('check').description('Checks both servers as a migration would, moves nothing, and prints what it found.');
  withTargetPassword(withSource(withTarget(command)))
    .option('--location <region>', 'as Azure wants it (default: that of the target)')
    .option('--keep', 'keep it in the list of migrations')
    .action(withSession<CheckOptions>(runner, check));
};

/** A migration with the option Validate, which goes when its findings have been read. */
async function check(options: CheckOptions, session: Session): Promise<Exit> {
  const { client, terminal, output } = session;
  const target = targetId(options, session);
  const { properties, ...around } = await migrationBody(options, terminal, {
    more: { migrationMode: 'Offline', migrationOption: 'Validate' },
  });
  if (properties.dbsToMigrate === undefined) throw usageFailure('Which databases? Give --db-names.');
  const location = options.location ?? around.location ?? (await locationOf(target, client));
  const name = `check-${randomBytes(4).toString('hex')}`;
  const created = await askResource(client, target, name, { method: 'PUT', body: { ...around, location, properties } });
  const notes = { ...session, terminal: { ...terminal, out: terminal.notes }, output: 'table' as const };
  const overview = await watchMigration(created.properties.migrationId, notes, { untilWait: true });
  session.print(findingsListing(overview, terminal.out.width));
  if (!options.keep && isTerminal(overview.state)) await askResource(client, target, name, { method: 'DELETE' });
  if (output === 'table' && options.keep) session.note(`Kept as the migration '${name}'.`);
  return exitOf(overview);
}
