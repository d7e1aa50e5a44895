// What a verb has of the process that it runs in. Tests give one of their own.
import { openScreen, type Screen } from './screen/screen';

export interface Terminal {
  /** Results. */
  out: Screen;
  /** Notes, questions, progress: what does not belong into a file or pipe. */
  notes: Screen;
  /** Whether a person can be asked. */
  asks: boolean;
  environment: NodeJS.ProcessEnv;
  folder: string;
  /** Ctrl-C. */
  signal: AbortSignal;
}

export function processTerminal(signal: AbortSignal): Terminal {
  const notes = openScreen(process.stderr);
  return {
    out: openScreen(process.stdout),
    notes,
    asks: process.stdin.isTTY === true && notes.interactive,
    environment: process.env,
    folder: process.cwd(),
    signal,
  };
}
