// `pgflex migration create`
import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import { withSource, withTargetPassword } from '../arguments/body-options';
import { withTarget } from '../arguments/common-options';
import { type BodyOptions, migrationBody } from '../arguments/migration-body';
import { tagsOf } from '../arguments/tags';
import { type TargetOptions, targetId } from '../arguments/target';
import { locationOf } from '../client/location';
import { askResource } from '../client/migrations';
import type { Session } from '../session';
import { resourceListing } from '../views/migration-list';
import { watchAndPrint } from '../watch/watch-and-print';
import { type AddVerb, withSession } from './verb';

interface CreateOptions extends TargetOptions, BodyOptions {
  migrationName?: string;
  migrationMode: string;
  migrationOption?: string;
  overwriteDbs?: boolean;
  location?: string;
  tags?: string[];
  engine?: string;
  watch?: boolean;
}

export const addCreate: AddVerb = (parent, runner) => {
  const command = parent.command('create').description('Creates a migration and starts it.');
  withTargetPassword(withSource(withTarget(command)))
    .option('--migration-name <name>', 'unique on the target (default: a new GUID)')
    .addOption(
      new Option('--migration-mode <mode>', 'online is refused: writes to the source have to stop')
        .choices(['offline', 'online'])
        .default('offline'),
    )
    .addOption(
      new Option('--migration-option <option>', 'what to do (default: ValidateAndMigrate)').choices([
        'Validate',
        'Migrate',
        'ValidateAndMigrate',
      ]),
    )
    .option('--overwrite-dbs', 'replace databases of these names on the target without asking')
    .addOption(new Option('--engine <engine>', 'who moves the rows (default: direct)').choices(['direct', 'dms']))
    .option('--location <region>', 'as Azure wants it (default: that of the target)')
    .option('--tags <key=value...>', 'tags of the migration')
    .option('--watch', 'follow it to its end, as `migration watch` does')
    .action(withSession<CreateOptions>(runner, create));
};

async function create(options: CreateOptions, session: Session) {
  const target = targetId(options, session);
  const more = {
    migrationMode: options.migrationMode === 'online' ? 'Online' : 'Offline',
    migrationOption: options.migrationOption,
    overwriteDbsInTarget: options.overwriteDbs ? 'True' : undefined,
    engine: options.engine,
  };
  const body = await migrationBody(options, session.terminal, { more });
  const location = options.location ?? body.location ?? (await locationOf(target, session.client));
  const tags = options.tags ? tagsOf(options.tags) : body.tags;
  const migration = await askResource(session.client, target, options.migrationName ?? randomUUID(), {
    method: 'PUT',
    body: { ...body, location, ...(tags === undefined ? {} : { tags }) },
  });
  const { migrationId } = migration.properties;
  if (options.watch) return watchAndPrint(migrationId, session);
  session.print({ ...resourceListing([migration], migration), after: ['', `Follow it: pgflex migration watch --id ${migrationId}`] });
  return undefined;
}
