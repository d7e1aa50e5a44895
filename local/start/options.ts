// The command line of npm start.
import { Command, InvalidArgumentError, Option } from 'commander';

export interface StartOptions {
  port?: number;
  httpsPort?: number;
  data: string;
  auth: 'on' | 'off';
  fresh: boolean;
  root?: string;
}

/** Prints help or what is wrong, and ends the process, when it is asked for that or can't go on. */
export function parseOptions(argv: string[]): StartOptions {
  return new Command('npm start --')
    .description(
      'Azure on one machine: Azurite, stand-ins for Entra ID, Key Vault, Resource Manager and Service Bus, and the Functions host with the API.',
    )
    .option('--port <number>', 'port of the API over HTTP; 0 picks a free one (default: as before, first 7071)', parsePort)
    .option('--https-port <number>', 'port of the API over HTTPS; 0 picks a free one (default: as before, first 7072)', parsePort)
    .option('--data <folder>', 'where everything is kept', '.local')
    .addOption(new Option('--auth <on|off>', 'whether the API asks for access tokens').choices(['on', 'off']).default('off'))
    .option('--fresh', 'delete what earlier runs left in the data folder first', false)
    .option('--root <folder>', 'serve the Functions app of another folder than this repository')
    .addHelpText(
      'after',
      '\nWhen it is ready, <folder>/endpoints.json tells every address and the local credentials. Ctrl-C ends everything.',
    )
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' })
    .opts<StartOptions>();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
