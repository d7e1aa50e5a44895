// npm run demo: real databases move from an old PostgreSQL server to a newer one, through the public HTTP API, with everything on this machine.

import { openScreen } from '../cli/screen/screen';
import { stopKeptDemo } from './demo/keeper/kept-demo';
import { parseOptions } from './demo/options';
import { runDemo } from './demo/run-demo';
import { onStopRequest } from './start/stop-requests';

const interruptedCode = 130; // as a shell tells of a command that Ctrl-C ended

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const screen = openScreen(options.json ? process.stderr : process.stdout);
  if (options.stop !== undefined) {
    await stopKeptDemo(options.stop);
    screen.say('The demo has ended; nothing of it is left.');
    return 0;
  }
  const interruption = new AbortController();
  onStopRequest((reason) => interruption.abort(new Error(`Interrupted by ${reason}.`)));
  try {
    return (await runDemo(options, screen, interruption.signal)) ? 0 : 1;
  } catch (error) {
    if (interruption.signal.aborted) return interruptedCode;
    throw error;
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
