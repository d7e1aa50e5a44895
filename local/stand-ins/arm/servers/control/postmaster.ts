// The running server of a data directory: found by its files, told by signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { restartRequest } from '../../../../postgres/restart-request';
import { binaryOf, environmentOf } from './server-binary';

interface Postmaster {
  pid: number;
  /** It takes connections. */
  isReady: boolean;
}

const pollMs = 20; // PostgreSQL tells by its file alone, as pg_ctl reads it
const restartPatienceMs = 60_000; // a checkpoint comes first
/** A server that nobody guards is started by us. */
const guardPatienceMs = 2_000;

/** The server reads its configuration files again. */
export async function reload(dataDirectory: string): Promise<void> {
  const running = await postmasterOf(dataDirectory);
  if (running) process.kill(running.pid, 'SIGHUP'); // one that does not run reads them when it starts
}

/** Resolves when the server takes connections again. */
export async function restart(dataDirectory: string): Promise<void> {
  const giveUpOn = Date.now() + restartPatienceMs;
  const before = await postmasterOf(dataDirectory);
  const request = restartRequest(dataDirectory);
  if (before) {
    await writeFile(request, '');
    process.kill(before.pid, 'SIGINT'); // fast shutdown, as Azure's
  }
  let goneOn = before ? undefined : 0;
  for (;;) {
    const now = await postmasterOf(dataDirectory);
    if (now?.isReady && now.pid !== before?.pid) return;
    if (!now) goneOn ??= Date.now();
    if (goneOn !== undefined && Date.now() - goneOn > guardPatienceMs) {
      await rm(request, { force: true });
      await startAlone(dataDirectory);
      goneOn = undefined;
    }
    if (Date.now() > giveUpOn) throw new Error(`The server of ${dataDirectory} did not come back within ${restartPatienceMs / 1000} s.`);
    await delay(pollMs);
  }
}

/** Undefined: it does not run. */
async function postmasterOf(dataDirectory: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return undefined;
  return { pid, isReady: lines[7]?.trim() === 'ready' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** As the owner of its data, and on its own: it was on its own before. */
async function startAlone(dataDirectory: string): Promise<ChildProcess> {
  const binary = await binaryOf(dataDirectory);
  const { uid, gid } = await stat(dataDirectory);
  const owner = process.getuid?.() === 0 ? { uid, gid } : {};
  const started = spawn(binary, ['-D', dataDirectory], {
    cwd: dataDirectory,
    env: environmentOf(binary),
    detached: true,
    stdio: 'ignore',
    ...owner,
  });
  started.unref();
  return started;
}
