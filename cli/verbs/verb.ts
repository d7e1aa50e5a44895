// The form of a verb: its words and options, and what it does with them.
import type { Command } from 'commander';
import type { Exit } from '../exit-codes';
import { openSession, type Session, type SessionOptions } from '../session';
import type { Terminal } from '../terminal';

/** What runs a verb's action, and keeps how it ended. */
export interface Runner {
  terminal: Terminal;
  ended(exit: Exit): void;
}

export type AddVerb = (parent: Command, runner: Runner) => void;

/** For commander's `action`: opens the service with the verb's options. No answer means ok. */
export const withSession =
  <Options>(runner: Runner, act: (options: Options & SessionOptions, session: Session) => Promise<Exit | undefined>) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = command.opts<Options & SessionOptions>();
    runner.ended((await act(options, await openSession(options, runner.terminal))) ?? 'ok');
  };
