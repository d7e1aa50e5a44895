#!/usr/bin/env node
// The command `pgflex`.
import { CommanderError } from 'commander';
import { type Exit, exitCodes } from './exit-codes';
import { CliFailure } from './failure';
import { program } from './program';
import { processTerminal } from './terminal';

async function main(): Promise<Exit> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interruption.abort(new CliFailure('interrupted', 'Interrupted. A migration that runs goes on.')));
  }
  const terminal = processTerminal(interruption.signal);
  let exit: Exit = 'ok';
  const runner = {
    terminal,
    ended: (how: Exit) => {
      exit = how;
    },
  };
  try {
    await program(runner).parseAsync();
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'usage'; // help or what is wrong has been printed
    const failure = interruption.signal.aborted ? interruption.signal.reason : error;
    if (!(failure instanceof CliFailure)) throw failure;
    terminal.notes.say(terminal.notes.bad(failure.message));
    for (const line of failure.details) terminal.notes.say(`  ${line}`);
    return failure.exit;
  }
}

main().then(
  (exit) => {
    process.exitCode = exitCodes[exit].code; // not process.exit: what was written into a pipe has to leave first
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.error.code;
  },
);
