// Questions to a person at the terminal.
import { read } from 'read';
import { exitCodes } from '../exit-codes';
import { CliFailure } from '../failure';
import type { Terminal } from '../terminal';

/** What is typed is not shown. */
export const askHidden = (terminal: Terminal, prompt: string) => ask(terminal, prompt, true);

/** Yes only for y or yes. */
export async function askYes(terminal: Terminal, question: string): Promise<boolean> {
  return /^\s*y(es)?\s*$/i.test(await ask(terminal, `${question} [y/N] `, false));
}

async function ask({ notes, signal }: Terminal, prompt: string, silent: boolean): Promise<string> {
  process.exitCode = exitCodes.interrupted.code; // at the end of input it never answers: the process then just ends
  try {
    return await read({ prompt, silent, input: process.stdin, output: notes.stream });
  } catch (error) {
    signal.throwIfAborted();
    // In raw mode the terminal sends no signal: the library tells of Ctrl-C and of the end of input by an error.
    throw new CliFailure('interrupted', error instanceof Error && error.message === 'canceled' ? 'Interrupted.' : String(error));
  }
}
