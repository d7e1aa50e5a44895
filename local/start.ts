// npm start: brings the local stack up, tells what is where, and takes it down at Ctrl-C or when a part of it dies.
import { join, relative } from 'node:path';
import { parseOptions } from './start/options';
import { openOutput } from './start/output';
import { type LocalStack, startLocalStack } from './start/start-local-stack';
import { onStopRequest } from './start/stop-requests';

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const aborting = new AbortController();
  const stopRequest = new Promise<string>((settle) => onStopRequest(settle));
  void stopRequest.then((reason) => aborting.abort(new Error(`Interrupted by ${reason}.`)));
  const output = openOutput(options.data);
  output.say(`pg-flex-migrator on one machine, data in ${options.data}`);
  let stack: LocalStack;
  try {
    stack = await startLocalStack({ ...options, signal: aborting.signal, progress: output.step });
  } catch (error) {
    output.complain(error instanceof Error ? error.message : String(error));
    return aborting.signal.aborted ? 130 : 1;
  }
  output.keep();
  announce(stack, options.auth, output.say);

  const end = await Promise.race([stopRequest.then(() => undefined), stack.failed]);
  if (end) output.complain(end);
  else output.say('Ending.');
  await stack.stop();
  return end ? 1 : 0;
}

function announce(stack: LocalStack, auth: 'on' | 'off', say: (line: string) => void): void {
  const shown = (file: string) => {
    const path = join(stack.data, file);
    return relative('', path).startsWith('..') ? path : relative('', path);
  };
  say('\nFunctions:\n');
  for (const line of stack.functions) say(line);
  say('');
  if (auth === 'off') say('Authentication is off: the API serves every request from this machine. Turn it on with --auth on.');
  else say(`Authentication is on: tokens for ${stack.tokenScope} from the local Entra ID.`);
  say(`API ${stack.api} and ${stack.apiHttps} · addresses and credentials in ${shown('endpoints.json')} · logs in ${shown('logs')}`);
  if (stack.functions.some((line) => /\/portal\/\{/.test(line))) say(`Portal ${stack.api}/portal`);
  say('Ready');
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
