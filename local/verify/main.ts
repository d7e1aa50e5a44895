/** `npm run verify -- <search> [--count N] [--seed S]`: long searches for states that must not be, each reproducible by its seed. */
import { Command, InvalidArgumentError } from 'commander';
import { faults } from './faults';
import { fuzz } from './fuzz';
import { kill } from './kill';
import { model } from './model';
import { race } from './race';
import type { Search } from './search';
import { subscriber } from './subscriber';

const searches: Record<string, { search: Search; about: string }> = {
  kill: {
    search: kill,
    about: 'kills host, connections and servers at random moments of migrations: nothing is lost, done twice or left over',
  },
  faults: {
    search: faults,
    about: 'every call of Azure Resource Manager fails once, in each way: a true end, and everything as it was before',
  },
  fuzz: {
    search: fuzz,
    about: 'random requests to every route and api-version: no failure of the service, clear refusals, no secret told',
  },
  model: {
    search: model,
    about: 'random sequences of requests, events, failures and time: only states of the table, one end, every promise kept',
  },
  race: {
    search: race,
    about: 'requests and the flow at the same moment, N times each: one winner, and rows that agree with every answer',
  },
  subscriber: {
    search: subscriber,
    about: 'a subscriber that reads only the topic knows what GET says, in spite of a bus that is away',
  },
};

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}

async function main(): Promise<void> {
  const list = Object.entries(searches).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  const program = new Command('npm run verify --')
    .description(`Searches for states that must not be:\n${list.join('\n')}`)
    .argument('<search>', 'which search')
    .option('--count <n>', 'cases', wholeNumber, 10)
    .option('--seed <s>', 'where the random numbers begin; default: from the clock, and printed', wholeNumber)
    .showHelpAfterError()
    .parse();
  const { count, seed = Date.now() % 1_000_000 } = program.opts<{ count: number; seed?: number }>();
  const chosen = searches[program.args[0] ?? ''];
  if (!chosen) return program.error(`error: there is no search '${program.args[0]}'. There are: ${Object.keys(searches).join(', ')}.`);
  console.log(`${program.args[0]}: ${count} cases, seed ${seed}`);
  const { passed, failures } = await chosen.search({ count, seed, say: (line) => console.log(line) });
  for (const failure of failures) console.error(failure);
  if (failures.length) console.error(`The same again: npm run verify -- ${program.args[0]} --count ${count} --seed ${seed}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exit(failures.length || passed === 0 ? 1 : 0); // a client that does not give up its connection must not keep a finished search
}

main().catch((error: unknown) => {
  console.error(`The search broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
