// A child process of start: its output in a log file, its pid on record, its end watched.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { startRecorded } from '../processes/start-recorded';
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

export async function startChild(options: ChildOptions): Promise<Child> {
  const { title, name, log, records, request } = options;
  const { child, process, exited } = await startRecorded({ ...options, record: (record) => records.add(name, record) });
  const answer = firstMessage(child, exited, title, log);
  answer.catch(() => undefined); // whoever awaits it gets the error; nobody may be there yet
  if (request && child.connected) child.send(request);
  return {
    pid: process.pid,
    answer,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const patience = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await exited;
        clearTimeout(patience);
      }
      await records.remove(name);
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
