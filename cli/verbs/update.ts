// `pgflex migration update`
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import { tagsOf } from '../arguments/tags';
import { askResource } from '../client/migrations';
import { usageFailure } from '../failure';
import type { Session } from '../session';
import { resourceListing } from '../views/migration-list';
import { type AddVerb, withSession } from './verb';

interface UpdateOptions extends MigrationOptions {
  setupReplication?: boolean;
  dbNames?: string[];
  overwriteDbs?: boolean;
  startDataMigration?: boolean;
  migrationWindowStart?: string;
  cutover?: boolean;
  cancel?: boolean;
  tags?: string[];
}

export const addUpdate: AddVerb = (parent, runner) => {
  withMigration(parent.command('update').description('Gives a migration what it waits for, or will wait for, or changes its tags.'))
    .option('--setup-replication', 'have logical replication set up on the source')
    .option('--db-names <database...>', 'the databases to migrate, up to eight')
    .option('--overwrite-dbs', 'replace databases of these names on the target (`approve` shows first what is lost)')
    .option('--start-data-migration', 'begin to move data now')
    .option('--migration-window-start <time>', 'begin then, e.g. 2026-01-31T22:00:00Z')
    .option('--cancel', 'cancel it, as `cancel` does')
    .option('--cutover', 'as az has it; refused: an offline migration has none')
    .option('--tags <key=value...>', 'tags in place of those that it has')
    .action(withSession<UpdateOptions>(runner, update));
};

const truth = (given: boolean | undefined) => (given ? 'True' : undefined);

async function update(options: UpdateOptions, session: Session) {
  const properties = without({
    setupLogicalReplicationOnSourceDbIfNeeded: truth(options.setupReplication),
    dbsToMigrate: options.dbNames,
    overwriteDbsInTarget: truth(options.overwriteDbs),
    startDataMigration: truth(options.startDataMigration),
    migrationWindowStartTimeInUtc: options.migrationWindowStart,
    triggerCutover: truth(options.cutover),
    cancel: truth(options.cancel),
  });
  const body = without({ properties: Object.keys(properties).length ? properties : undefined, tags: options.tags && tagsOf(options.tags) });
  if (!Object.keys(body).length) throw usageFailure('At least one update operation needs to be specified; see --help.');
  const { target, name } = await findPlace(options, session);
  const migration = await askResource(session.client, target, name, { method: 'PATCH', body });
  session.print(resourceListing([migration], migration));
  return undefined;
}

const without = (given: Record<string, unknown>) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
