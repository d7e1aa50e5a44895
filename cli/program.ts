// Everything that pgflex understands.
import { Command } from 'commander';
import { exitCodes } from './exit-codes';
import { addCreate } from './verbs/create';
import { addList } from './verbs/list';
import { addShow } from './verbs/show';
import type { Runner } from './verbs/verb';
import { addWatch } from './verbs/watch';

export function program(runner: Runner): Command {
  const root = new Command('pgflex')
    .description('Moves PostgreSQL databases into Azure Database for PostgreSQL Flexible Server, from the command line.')
    .showHelpAfterError('(--help tells what there is)')
    .exitOverride()
    .addHelpText('after', exitCodeHelp());
  const migration = root.command('migration').description('Creates, follows and changes migrations.');
  for (const add of [addCreate, addShow, addList, addWatch]) add(migration, runner);
  return root;
}

function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(({ code, means }) => `  ${String(code).padEnd(4)} ${means}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}
