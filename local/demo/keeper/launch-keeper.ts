// Starts the demo's keeper and speaks with it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess, type ProcessRecord } from '../../processes/process-identity';
import { compiledScript } from '../../start/application-root';
import type { FromKeeper, ToKeeper, World } from './messages';
import { removeRemains } from './remove-remains';

export interface Keeper {
  /** Holds everything of this demo. */
  folder: string;
  world: Promise<World>;
  /** Rejects when the world ends before anybody asked for it. */
  lost: Promise<never>;
  /** From now on it stays when this process ends. */
  keep(): Promise<ProcessRecord>;
  /** Ends everything and removes the folder. */
  end(): Promise<void>;
}

export const demoFolderPrefix = 'pgflex-demo-';
const patienceMs = 30_000; // it ends servers, stack and Azurite, each with a grace time of its own

/** In a process group of its own: Ctrl-C in a terminal reaches the demo only, which then has the keeper end things in order. */
export async function launchKeeper(rows: number | undefined, step: (title: string, detail: string) => void): Promise<Keeper> {
  const folder = await mkdtemp(join(tmpdir(), demoFolderPrefix));
  await chmod(folder, 0o755); // the servers run as another user when root starts them
  const errors = join(folder, 'keeper.log');
  const log = await open(errors, 'a', 0o600);
  const child = fork(compiledScript('demo/keeper/main.js'), [], {
    detached: true,
    execArgv: [],
    cwd: '/',
    env: { ...process.env, TMPDIR: folder }, // what is temporary there goes with the folder, even after SIGKILL
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  const exited = once(child, 'exit');
  const send = (message: ToKeeper) => child.connected && child.send(message);

  const told = new Promise<FromKeeper & { kind: 'ready' }>((resolve, reject) => {
    child.on('message', (message: FromKeeper) => {
      if (message.kind === 'step') step(message.title, message.detail);
      else if (message.kind === 'ready') resolve(message);
      else if (message.kind === 'failed') reject(new Error(message.message));
    });
  });
  const lost = Promise.race([rejectionOf(told), exited.then(() => deathOf(errors))]);
  lost.catch(() => undefined); // nobody may be waiting when it happens
  const world = Promise.race([told.then((message) => message.world), lost]);
  world.catch(() => undefined);
  send({ kind: 'open', request: { folder, rows } });

  async function keep(): Promise<ProcessRecord> {
    const kept = new Promise<void>((resolve) => {
      child.on('message', (message: FromKeeper) => {
        if (message.kind === 'kept') resolve();
      });
    });
    send({ kind: 'keep' });
    await Promise.race([kept, lost]);
    const record = child.pid === undefined ? undefined : await identifyProcess(child.pid);
    if (!record) throw new Error('The process that keeps the demo running has ended.');
    child.disconnect();
    child.unref();
    return record;
  }

  async function end(): Promise<void> {
    send({ kind: 'end' });
    const impatient = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await exited;
    clearTimeout(impatient);
    await removeRemains(folder);
  }
  return { folder, world, lost, keep, end };
}

/** Settles only if the other one rejects, and then alike. */
function rejectionOf(promise: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => promise.catch(reject));
}

async function deathOf(log: string): Promise<never> {
  const said = await readFile(log, 'utf8').catch(() => '');
  throw new Error(`The process that keeps the demo running has ended by itself.${said ? `\n${said.trimEnd()}` : ''}`);
}
