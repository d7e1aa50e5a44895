// Options that several verbs share, said once.
import { type Command, Option } from 'commander';
import { outputFormats } from '../output/listing';

export const withService = (command: Command): Command =>
  command
    .option('--endpoint <url>', 'the service (default: PGFLEX_ENDPOINT, else the one that `npm start` runs here)')
    .option('--ca-file <file>', 'a certificate authority to trust beside the known ones, in PEM')
    .addOption(new Option('-o, --output <format>', 'how the result is written').choices(outputFormats).default('table'));

export const withTarget = (command: Command): Command =>
  withService(
    command
      .option('-n, --name <server>', 'the target flexible server, by name or resource id')
      .option('-g, --resource-group <name>', 'of the target (default: AZURE_DEFAULTS_GROUP)')
      .option('--subscription <id>', 'of the target (default: AZURE_SUBSCRIPTION_ID)'),
  );

export const withMigration = (command: Command): Command =>
  withTarget(command.option('--migration-name <name>', 'the migration').option('--id <id>', 'the migration by its id, in place of names'));
