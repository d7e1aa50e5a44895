/** `npm run bench -- [set ...]`: measurements as medians with spread from one run, printed and kept as JSON. Nothing here is asserted by a test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { api } from './api';
import { latency } from './latency';
import type { BenchSet } from './measurement';
import { medianOf, spreadOf } from './statistics';

const sets: Record<string, BenchSet> = { api, latency };
const defaultSet = 'latency';
const resultsFolder = 'bench/results';

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return number;
}

async function main(): Promise<void> {
  const program = new Command('npm run bench --')
    .description('Measures this service on this machine. Figures of different machines, or of a busy one, cannot be compared.')
    .argument('[set...]', `what to measure: ${Object.keys(sets).join(', ')} (default: ${defaultSet}; api takes ten minutes)`)
    .option('--rounds <n>', 'measurements per set', positive, 5)
    .option('--json', 'print the results as JSON only')
    .showHelpAfterError()
    .parse();
  const { rounds, json } = program.opts<{ rounds: number; json?: boolean }>();
  const chosen = program.args.length ? program.args : [defaultSet];
  const unknown = chosen.find((name) => !sets[name]);
  if (unknown !== undefined) program.error(`error: there is no set '${unknown}'. There are: ${Object.keys(sets).join(', ')}.`);

  const say = json ? () => undefined : (line: string) => console.log(line);
  const results: Record<string, object> = {};
  for (const name of chosen) {
    say(`${name}: ${rounds} rounds`);
    const samples = await sets[name]?.(rounds, say);
    const figures = Object.entries(samples ?? {}).map(
      ([figure, values]) => [figure, { median: medianOf(values), ...spreadOf(values), values }] as const,
    );
    for (const [figure, { median, min, max }] of figures) say(`  ${figure.padEnd(36)} median ${median}   from ${min} to ${max}`);
    results[name] = Object.fromEntries(figures);
  }
  const record = {
    measuredOn: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    rounds,
    results,
  };
  mkdirSync(resultsFolder, { recursive: true });
  const file = `${resultsFolder}/${record.measuredOn.replaceAll(':', '-')}.json`;
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  if (json) console.log(JSON.stringify(record));
  else say(`Kept in ${file}`);
}

main().catch((error: unknown) => {
  console.error(`The measurement failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
