/** The command line of the benchmark. */
import { Command, InvalidArgumentError } from 'commander';
import { type DataSet, dataSets } from './data-sets/data-sets';

/** Measured by figures of their own, not by a race of engines. */
export const figureSets = ['estimate', 'latency', 'api', 'cold-start'] as const;
export type FigureSet = (typeof figureSets)[number];

export interface BenchOptions {
  races: DataSet[];
  figures: FigureSet[];
  rounds: number;
  size: number;
  only?: string[];
  from?: number;
  to?: number;
  pgcopydb?: string;
  profile?: string;
  data: string;
  json?: boolean;
}

export function readCommandLine(): BenchOptions {
  const command = new Command('npm run bench --')
    .description('Measures this service on this machine. Figures of different machines, or of a busy one, cannot be compared.')
    .argument('[set...]', `what to measure: ${names.join(', ')} (default: ${dataSets.join(', ')})`)
    .option('--rounds <n>', 'measurements per set', wholeNumber, 3)
    .option('--size <factor>', 'of the data sets: 1 is 790 to 1,030 MB each, or 600 tables', factor, 1)
    .option('--only <names>', 'contestants, with commas between; a wrong one lists them all', (text) => text.split(','))
    .option('--from <major>', 'version of the source (default: 11, or the oldest to be had)', wholeNumber)
    .option('--to <major>', 'version of the target (default: 16, or the newest to be had)', wholeNumber)
    .option('--pgcopydb <path>', 'a pgcopydb that is not on PATH')
    .option('--profile <folder>', 'leave a V8 CPU profile of each run of ours there')
    .option('--data <folder>', 'where sources with their data sets are kept for the next run', '.local/bench')
    .option('--json', 'print the results as JSON only')
    .showHelpAfterError()
    .parse();
  const chosen = command.args.length ? command.args : [...dataSets];
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) command.error(`error: there is no set '${unknown}'. There are: ${names.join(', ')}.`);
  return {
    ...command.opts<Omit<BenchOptions, 'races' | 'figures'>>(),
    races: dataSets.filter((name) => chosen.includes(name)),
    figures: figureSets.filter((name) => chosen.includes(name)),
  };
}

const names: string[] = [...dataSets, ...figureSets];

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return number;
}

function factor(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 100)) throw new InvalidArgumentError('It must be a number above 0, at most 100.');
  return number;
}
