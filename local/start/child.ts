// A child process of start: its output in a log file, its pid on record, its end watched.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { rotateLog } from '../files/rotate-log';
import type { ChildRecords } from './child-records';

export interface ChildOptions {
  /** How messages call it. */
  title: string;
  name: 'host' | 'azure';
  script: string;
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  log: string;
  records: ChildRecords;
  /** Sent to it over IPC. */
  request?: object;
}

export interface Child {
  pid: number;
  /** Resolves with its first message; rejects if it ends before. */
  answer: Promise<unknown>;
  /** Resolves with how it ended, e.g. `exit code 1` or `SIGKILL`. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

const graceMs = 5_000;
const quotedLogLines = 8;

/**
 * In a process group of its own, so that Ctrl-C in a terminal reaches start only, which then ends its children in order; and writing to a file,
 * not to a pipe, so that it goes on when start is killed.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { title, script, log } = options;
  await rotateLog(log);
  const output = await open(log, 'a', 0o600);
  const child = fork(script, options.arguments, {
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
  if (child.pid === undefined) throw new Error(`The ${title} could not be started: ${await exited}`);
  const answer = firstMessage(child, exited, title, log);
  answer.catch(() => undefined); // whoever awaits it gets the error; nobody may be there yet
  await options.records.add(options.name, child.pid);
  if (options.request && child.connected) child.send(options.request);
  return {
    pid: child.pid,
    answer,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const patience = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await exited;
        clearTimeout(patience);
      }
      await options.records.remove(options.name);
    },
  };
}

async function firstMessage(child: ChildProcess, exited: Promise<string>, title: string, log: string): Promise<unknown> {
  const ended = exited.then(async (how) => {
    throw new Error(`The ${title} ended before it was ready (${how}).\n${await endOfLog(log)}`);
  });
  const message = once(child, 'message').then(([first]) => first);
  return Promise.race([message, ended]);
}

/** The last lines of a log, for a message about a child that ended. */
export async function endOfLog(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-quotedLogLines);
  return [`Its log (${log}) ends with:`, ...lines].join('\n    ');
}
