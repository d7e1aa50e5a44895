/** Finds and runs the programs of other contestants. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Undefined: not on PATH. */
export function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** What it says of itself, in one line. */
export function versionOf(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n', 1)[0] ?? '';
}

export interface ToolOptions {
  signal: AbortSignal;
  environment?: Record<string, string>;
  /** Written to its standard input. */
  input?: string;
}

const keptCharacters = 1_000; // of its messages: the end is where the reason stands

/** Resolves with its standard output; rejects with the end of its messages. Its whole process group ends with the signal. */
export async function runTool(program: string, parameters: string[], { signal, environment, input = '' }: ToolOptions): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(program, parameters, { detached: true, env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close'); // rejects where it can't be started
  const stop = () => endGroup(child);
  signal.addEventListener('abort', stop, { once: true });
  let output = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(-keptCharacters);
  });
  child.stdin.on('error', () => {}); // it ended without reading: its exit code tells why
  child.stdin.end(input);
  try {
    const [code] = await ended;
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`${program} ended with ${code}: ${messages.trim()}`);
    return output;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone already: what was wanted
  }
}
