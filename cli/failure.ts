// An end that is no success: its exit code, what a person reads, and what belongs to it line by line.
import type { Exit } from './exit-codes';

export class CliFailure extends Error {
  constructor(
    readonly exit: Exit,
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

/** The command line is wrong: nothing was asked of the service. */
export const usageFailure = (message: string, ...details: string[]) => new CliFailure('usage', message, details);
