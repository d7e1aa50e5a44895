// `pgflex migration show`
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import { askOverview, askResource } from '../client/migrations';
import type { Session } from '../session';
import { overviewListing } from '../views/overview-listing';
import { type AddVerb, withSession } from './verb';

export const addShow: AddVerb = (parent, runner) => {
  withMigration(parent.command('show').description("Shows a migration. As JSON: Azure's resource, with --details the service's own view."))
    .option('--details', 'as JSON: databases with progress, waits, findings, clean-up, next steps')
    .action(withSession<MigrationOptions & { details?: boolean }>(runner, show));
};

async function show(options: MigrationOptions & { details?: boolean }, session: Session) {
  const { id, target, name } = await findPlace(options, session);
  const overview = await askOverview(session.client, id);
  const asResource = session.output === 'json' && !options.details;
  const json = asResource ? await askResource(session.client, target, name) : overview;
  session.print(overviewListing(overview, session.terminal.out.width, json));
  return undefined;
}
