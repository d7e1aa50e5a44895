// Everything that pgflex understands.
import { Command } from 'commander';
import { exitCodes } from './exit-codes';
import { addApprove } from './verbs/approve';
import { addCancel } from './verbs/cancel';
import { addCheck } from './verbs/check';
import { addCompletion } from './verbs/completion';
import { addCreate } from './verbs/create';
import { addDelete } from './verbs/delete';
import { addEstimate } from './verbs/estimate';
import { addList } from './verbs/list';
import { addLogin } from './verbs/login';
import { addPlan } from './verbs/plan';
import { addReport } from './verbs/report';
import { addShow } from './verbs/show';
import { addUpdate } from './verbs/update';
import type { Runner } from './verbs/verb';
import { addWatch } from './verbs/watch';

export function program(runner: Runner): Command {
  const root = new Command('pgflex')
    .description('Moves PostgreSQL databases into Azure Database for PostgreSQL Flexible Server, from the command line.')
    .showHelpAfterError('(--help tells what there is)')
    .exitOverride()
    .addHelpText('after', exitCodeHelp());
  const migration = root.command('migration').description('Creates, follows and changes migrations.');
  for (const add of [addCreate, addShow, addList, addUpdate, addApprove, addCancel, addDelete, addWatch, addReport]) add(migration, runner);
  for (const add of [addCheck, addEstimate, addPlan, addLogin, addCompletion]) add(root, runner);
  return root;
}

function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(({ code, means }) => `  ${String(code).padEnd(4)} ${means}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}
