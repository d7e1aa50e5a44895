// The command line of npm run demo.
import { Command, InvalidArgumentError } from 'commander';

export interface DemoOptions {
  keep?: boolean;
  rows?: number;
  json?: boolean;
  /** Folder of a demo that was kept, to be ended now. */
  stop?: string;
}

const mostRows = 100_000_000; // some ten gigabytes: more is a matter for the benchmark

/** Prints help or what is wrong, and ends the process, when it is asked for that or can't go on. */
export function parseOptions(argv: string[]): DemoOptions {
  return new Command('npm run demo --')
    .description('Moves real databases from an old PostgreSQL server to a newer one through the public HTTP API, on this machine.')
    .option('--keep', 'leave servers and stack running at the end, and tell how to go on')
    .option('--rows <number>', 'add a database of that many rows', parseRows)
    .option('--json', 'write the outcome to stdout as one JSON document, everything else to stderr')
    .option('--stop <folder>', 'end a demo that was kept, and do nothing else')
    .addHelpText('after', '\nWithout --keep nothing is left behind, neither at the end nor after Ctrl-C.')
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' })
    .opts<DemoOptions>();
}

function parseRows(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || rows < 1 || rows > mostRows) throw new InvalidArgumentError(`Give a number from 1 to ${mostRows}.`);
  return rows;
}
