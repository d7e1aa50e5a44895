// `pgflex migration list`
import { Option } from 'commander';
import { migrationStates } from '../../shared/domain/states';
import { withTarget } from '../arguments/common-options';
import { type TargetOptions, targetId } from '../arguments/target';
import type { Overview } from '../client/answers';
import { listResources } from '../client/migrations';
import { usageFailure } from '../failure';
import type { Session } from '../session';
import { overviewListing, resourceListing } from '../views/migration-list';
import { type AddVerb, withSession } from './verb';

interface ListOptions extends TargetOptions {
  filter?: string;
  state?: string;
  top: string;
}

export const addList: AddVerb = (parent, runner) => {
  withTarget(parent.command('list').description('Lists the migrations of a target; without --name those of all servers, newest first.'))
    .addOption(new Option('--filter <which>', 'of a target (default: Active)').choices(['Active', 'All']))
    .addOption(new Option('--state <state>', 'of all servers').choices(migrationStates))
    .option('--top <number>', 'of all servers: how many at most', '100')
    .action(withSession<ListOptions>(runner, list));
};

async function list(options: ListOptions, session: Session) {
  const { filter, state, top, name } = options;
  if (name) {
    if (state) throw usageFailure('--state is for the list of all servers; with --name give --filter.');
    session.print(resourceListing(await listResources(session.client, targetId(options, session), filter ?? 'Active')));
    return undefined;
  }
  if (filter) throw usageFailure('--filter goes with --name; for all servers give --state.');
  const query = new URLSearchParams({ top, ...(state ? { state } : {}) });
  const { value } = await session.client.ask<{ value: Overview[] }>(`/api/migrations?${query}`);
  session.print(overviewListing(value));
  return undefined;
}
