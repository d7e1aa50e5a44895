/** `npm run bench -- [set ...]`: measurements as medians with spread from one run, printed and kept as JSON. No figure here is asserted by a test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { api } from './api';
import { coldStart } from './cold-start';
import { type BenchOptions, type FigureSet, readCommandLine } from './command';
import { dataSets } from './data-sets/data-sets';
import { benchEstimate } from './estimate';
import { latency } from './latency';
import { machineFacts } from './machine';
import type { BenchSet } from './measurement';
import { Interrupted, interruptible } from './race/interruptible';
import { runRaces } from './race/run-races';
import { majors } from './race/servers';
import { medianOf, spreadOf } from './statistics';

const resultsFolder = 'bench/results';
const quietLoad = 0.5;
const sigintExitCode = 130;

async function main(): Promise<void> {
  const options = readCommandLine();
  const { races: sets, figures, json, rounds } = options;
  const say = json ? () => undefined : (line: string) => console.log(line);
  const measuredOn = new Date().toISOString();
  const machine = machineFacts();
  say(`${machine.cores} cores (${machine.processor}), ${machine.memoryGB} GB, load ${machine.load}`);
  if (machine.load > quietLoad) console.error(`Others use this machine (load ${machine.load}): the figures will not be worth much.`);
  const wanted = { ...options, ...majors(options.from, options.to) };
  const races = sets.length ? await interruptible((signal) => runRaces({ ...wanted, sets, signal, say })) : undefined;
  const results: Record<string, object> = {};
  for (const name of figures) results[name] = await figuresOf(name, figureSet(name, wanted), rounds, say);
  const record = { measuredOn, node: process.version, platform: `${process.platform}-${process.arch}`, machine, rounds, races, results };
  mkdirSync(resultsFolder, { recursive: true });
  const file = `${resultsFolder}/${measuredOn.replaceAll(':', '-')}.json`;
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  if (json) console.log(JSON.stringify(record));
  else say(`Kept in ${file}`);
  if (Object.values(races?.sets ?? {}).some(({ failed }) => Object.keys(failed).length)) process.exitCode = 1;
}

function figureSet(name: FigureSet, options: BenchOptions & ReturnType<typeof majors>): BenchSet {
  if (name !== 'estimate') return { api, latency, 'cold-start': coldStart }[name];
  return (rounds, say) => interruptible((signal) => benchEstimate({ ...options, sets: dataSets, rounds, signal }, say));
}

async function figuresOf(name: string, measure: BenchSet, rounds: number, say: (line: string) => void): Promise<object> {
  say(`${name}: ${rounds} rounds`);
  const samples = await measure(rounds, say);
  const figures = Object.entries(samples).map(
    ([figure, values]) => [figure, { median: medianOf(values), ...spreadOf(values), values }] as const,
  );
  for (const [figure, { median, min, max }] of figures) say(`  ${figure.padEnd(36)} median ${median}   from ${min} to ${max}`);
  return Object.fromEntries(figures);
}

main().catch((error: unknown) => {
  if (error instanceof Interrupted) process.exitCode = sigintExitCode;
  else {
    console.error(`The measurement failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
});
