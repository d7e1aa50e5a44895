// Options that say what is to be moved and from where.
import { type Command, Option } from 'commander';

export const withSource = (command: Command): Command =>
  command
    .option('--properties <file>', "JSON with the resource's properties, in any casing; options win over it")
    .option('--source <server>', 'the source: resource id of a Single or Flexible Server, or host:port@user')
    .option('--db-names <database...>', 'the databases, up to eight in one migration')
    .option('--source-password <@file>', 'password of the source login (default: PGFLEX_SOURCE_PASSWORD, else asked for)')
    .addOption(new Option('--ssl-mode <mode>', 'how the source is reached').choices(['Prefer', 'Require', 'VerifyCA', 'VerifyFull']));

export const withTargetPassword = (command: Command): Command =>
  command.option('--target-password <@file>', 'password of the target login (default: PGFLEX_TARGET_PASSWORD, else asked for)');
