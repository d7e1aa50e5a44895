// Runs one postgres process that can't outlive this one: a shell between the two ends the server when its standard input closes.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { restartRequest } from './restart-request';
import type { ServerUser } from './server-user';

export interface RunningPostgres {
  /** Sends the signal to the server and resolves when server and shell have ended; SIGQUIT follows where the server does not obey in time. */
  end(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  /** Last lines of the server's log. */
  log: string[];
}

export interface Launch {
  /** The `postgres` binary. */
  binary: string;
  dataDirectory: string;
  environment: Record<string, string>;
  user: ServerUser | undefined;
  /** Removed by the shell when this process died without stopping the server. */
  temporaryDirectory?: string;
}

const keptLogLines = 200; // enough for a stack of errors, little enough to keep
const patienceMs = 20_000; // a fast shutdown writes a checkpoint first, which may take seconds on a slow disk

/**
 * The pipe to the shell closes whenever this process ends, SIGKILL included; the shell then stops the server at once (immediate shutdown:
 * postgres recovers at its next start) and removes a temporary directory. It runs in a session of its own, so that Ctrl-C on a terminal
 * reaches only us, and we end things in order. A server that ends while somebody has asked for a restart is started again (restart-request.ts).
 */
const supervise = `
orphaned=
trap 'orphaned=yes; kill -QUIT "$server"' TERM
exec 3<&0
{ read -r _; kill -TERM $$; } <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-
rm -f -- "$4"
while :; do
  "$1" -D "$2" </dev/null &
  server=$!
  echo "$server"
  [ -z "$orphaned" ] || kill -QUIT "$server"
  wait "$server"
  [ -z "$orphaned" ] || wait "$server"
  [ -z "$orphaned" ] && [ -e "$4" ] || break
  rm -f -- "$4"
done
if [ -z "$orphaned" ]; then kill "$watcher"; exit 0; fi
cd /
[ -z "$3" ] || rm -rf -- "$3"
`;

/** Resolves when the server accepts connections; rejects with the end of its log when it ends before. */
export async function superviseServer({ binary, dataDirectory, environment, user, temporaryDirectory }: Launch): Promise<RunningPostgres> {
  const words = [binary, dataDirectory, temporaryDirectory ?? '', restartRequest(dataDirectory)];
  const shell = spawn('/bin/sh', ['-c', supervise, 'postgres-supervisor', ...words], {
    cwd: dataDirectory,
    env: environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...user,
  });
  const ended = once(shell, 'close');
  ended.catch(noUnhandledRejection);
  const log: string[] = [];
  let pid = 0;
  createInterface(shell.stdout).on('line', (line) => {
    pid = Number(line);
  });
  shell.once('exit', (_code, signal) => {
    if (signal && pid) signalServer(pid, 'SIGQUIT'); // the shell itself was killed: the server lost its guard
    shell.stdin.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    createInterface(shell.stderr).on('line', (line) => {
      log.push(line);
      if (log.length > keptLogLines) log.shift();
      if (/database system is ready to accept (read[- ]only )?connections/.test(line)) resolve();
    });
    ended.then(() => reject(new Error(`PostgreSQL did not start in ${dataDirectory}:\n${log.slice(-20).join('\n')}`)), reject);
  });
  keepAlive(shell, false);

  async function end(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    if (shell.exitCode !== null || shell.signalCode !== null) return;
    keepAlive(shell, true);
    signalServer(pid, signal);
    const impatient = setTimeout(() => signalServer(pid, 'SIGQUIT'), patienceMs);
    await ended;
    clearTimeout(impatient);
  }
  return { end, log };
}

/** A server that nobody stops must not keep this process alive: the end of the process ends the server. */
function keepAlive(shell: ChildProcessWithoutNullStreams, alive: boolean): void {
  for (const handle of [shell, shell.stdin, shell.stdout, shell.stderr] as { ref?(): void; unref?(): void }[]) {
    if (alive) handle.ref?.();
    else handle.unref?.();
  }
}

/** The rejection reaches the caller through the promise that is raced against it. */
function noUnhandledRejection(): void {}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone already: what was wanted
  }
}
