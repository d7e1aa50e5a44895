// Starts a Node script as a process of its own that outlives us, and that runs only after its pid has been written down.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rotateLog } from '../files/rotate-log';
import { identifyProcess, type ProcessRecord } from './process-identity';

export interface RecordedOptions {
  script: string;
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  directory?: string;
  /** Its output; what an earlier process wrote there is kept as `<log>.1`. */
  log: string;
  /** Writes the process down, where the next one of us will find it. */
  record(process: ProcessRecord): Promise<void>;
}

export interface RecordedProcess {
  /** With an open IPC channel. */
  child: ChildProcess;
  process: ProcessRecord;
  /** Resolves with how it ended, e.g. `exit code 1` or `SIGKILL`. */
  exited: Promise<string>;
}

/**
 * In a process group of its own, so that Ctrl-C in a terminal reaches only us, who then end our children in order; and writing to a file, not to a
 * pipe, which would break when we are killed.
 */
export async function startRecorded(options: RecordedOptions): Promise<RecordedProcess> {
  await mkdir(dirname(options.log), { recursive: true });
  await rotateLog(options.log);
  const output = await open(options.log, 'a', 0o600);
  const child = fork(join(__dirname, 'gate.mjs'), [options.script, ...options.arguments], {
    cwd: options.directory,
    detached: true,
    env: options.environment,
    execArgv: [],
    stdio: ['ignore', output.fd, output.fd, 'ipc'],
  });
  const exited = new Promise<string>((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('exit', (code, signal) => settle(signal ?? `exit code ${code}`));
  });
  await output.close();
  const process = child.pid === undefined ? undefined : await identifyProcess(child.pid);
  if (!process) throw new Error(`${options.script} could not be started: ${await exited}`);
  await options.record(process);
  child.send('go', () => undefined); // one that has died meanwhile is told by `exited`
  return { child, process, exited };
}
