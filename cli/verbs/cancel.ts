// `pgflex migration cancel`
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import { askResource } from '../client/migrations';
import type { Exit } from '../exit-codes';
import type { Session } from '../session';
import { resourceListing } from '../views/migration-list';
import { type AddVerb, withSession } from './verb';

interface CancelOptions extends MigrationOptions {
  dbNames?: string[];
  ids?: string[];
}

interface CancelAnswer {
  id: string;
  name: string | null;
  status: number;
  error?: { code: string; message: string };
}

export const addCancel: AddVerb = (parent, runner) => {
  withMigration(parent.command('cancel').description('Cancels a migration, some of its databases, or several migrations.'))
    .option('--db-names <database...>', 'only these databases of it')
    .option('--ids <id...>', 'several migrations by their ids, up to a hundred')
    .action(withSession<CancelOptions>(runner, cancel));
};

async function cancel(options: CancelOptions, session: Session): Promise<Exit> {
  if (options.ids) return cancelMany(options.ids, session);
  const { target, name } = await findPlace(options, session);
  const properties = options.dbNames ? { dbsToCancelMigrationOn: options.dbNames } : { cancel: 'True' };
  const migration = await askResource(session.client, target, name, { method: 'PATCH', body: { properties } });
  session.print(resourceListing([migration], migration));
  return 'ok';
}

async function cancelMany(ids: string[], session: Session): Promise<Exit> {
  const answers = await session.client.ask<CancelAnswer[]>('/api/migrations:cancel', { method: 'POST', body: { ids } });
  session.print({
    json: answers,
    fields: [{ title: 'id' }, { title: 'name' }, { title: 'status' }, { title: 'error', most: 80 }],
    rows: answers.map(({ id, name, status, error }) => [id, name, status, error && `${error.code}: ${error.message}`]),
  });
  return answers.every(({ error }) => !error) ? 'ok' : 'error';
}
