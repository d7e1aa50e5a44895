// Runs npm start's command as a user does, on a small Functions app, and keeps track of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Endpoints } from '../../local/start/endpoints';

const repository = resolve(__dirname, '../..');
/** Where the compiled files are; another folder than dist is for work in a tree that others build at the same time. */
const dist = process.env.PGFLEX_DIST ?? join(repository, 'dist');
export const startScript = join(dist, 'local', 'start.js');

export interface StartRun {
  process: ChildProcess;
  /** Everything on stdout and stderr so far. */
  output(): string;
  /** Resolves at the line `Ready`, with endpoints.json; rejects with the output if the command ends before. */
  ready: Promise<Endpoints>;
  exited: Promise<number | NodeJS.Signals>;
}

export interface Stage {
  folder: string;
  data: string;
  start(...more: string[]): StartRun;
  end(): Promise<void>;
}

/** A temporary folder with a data folder and an app of one HTTP function. `environment`: beside that of this process. */
export async function startStage(environment: Record<string, string> = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflex-start-'));
  const data = join(folder, 'data');
  const root = join(folder, 'app');
  await mkdir(root);
  await cp(join(repository, 'host.json'), join(root, 'host.json'));
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'package.json'), '{"name":"app","main":"index.js"}');
  await writeFile(
    join(root, 'index.js'),
    `const { app } = require('@azure/functions');
     app.http('hello', { route: 'hello', methods: ['GET'], handler: () => ({ body: 'hello' }) });`,
  );
  const runs: StartRun[] = [];
  return {
    folder,
    data,
    start(...more) {
      const ports = more.includes('--port') ? [] : ['--port', '0', '--https-port', '0'];
      const run = runStart(data, [startScript, '--data', data, '--root', root, ...ports, ...more], environment);
      runs.push(run);
      return run;
    },
    async end() {
      for (const run of runs) run.process.kill('SIGTERM');
      await Promise.all(runs.map((run) => run.exited));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function runStart(data: string, command: string[], environment: Record<string, string>): StartRun {
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal);
  const seen = new Promise<void>((settle) => {
    child.stdout.on('data', () => {
      if (/^Ready$/m.test(text)) settle();
    });
  });
  const early = exited.then((how) => Promise.reject(new Error(`start ended (${how}) before it was ready:\n${text}`)));
  const ready = Promise.race([seen, early]).then(async () => JSON.parse(await readFile(join(data, 'endpoints.json'), 'utf8')) as Endpoints);
  ready.catch(() => undefined); // not every run is meant to become ready
  early.catch(() => undefined);
  return { process: child, output: () => text, ready, exited };
}

/** Whether there is a process with this pid that is more than an unreaped exit code. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(stat);
}
