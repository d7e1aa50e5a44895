// Starts one Azurite process (blob, queue and table service) that outlives us, and waits until it listens.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rotateLog } from '../files/rotate-log';
import { plainEnvironment } from '../processes/plain-environment';
import { identifyProcess, type ProcessRecord } from '../processes/process-identity';

export interface AzuritePorts {
  blob: number;
  queue: number;
  table: number;
}

export interface LaunchedAzurite {
  process: ProcessRecord;
  ports: AzuritePorts;
  exited: Promise<void>;
}

const freePorts: AzuritePorts = { blob: 0, queue: 0, table: 0 };
const startLimitMs = 30_000; // takes about two seconds on an idle machine
const logPollMs = 25; // it tells the ports that it got in its log only, and that it can't be read as a pipe: it would break when we die
const listening = /Azurite (Blob|Queue|Table) service is successfully listening at http:\/\/127\.0\.0\.1:(\d+)/g;

/** The former ports are used again if they are free; else it gets new ones. */
export async function launchAzurite(options: { directory: string; log: string; ports?: AzuritePorts }): Promise<LaunchedAzurite> {
  const { directory, log, ports = freePorts } = options;
  try {
    return await launch(directory, log, ports);
  } catch (error) {
    if (ports === freePorts || !(await readFile(log, 'utf8')).includes('EADDRINUSE')) throw error;
    return launch(directory, log, freePorts);
  }
}

async function launch(directory: string, log: string, ports: AzuritePorts): Promise<LaunchedAzurite> {
  await mkdir(dirname(log), { recursive: true });
  await rotateLog(log);
  const output = await open(log, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [
      require.resolve('azurite/dist/src/azurite.js'),
      '--silent',
      '--skipApiVersionCheck', // @azure/storage-blob speaks newer versions than 3.35 knows; what we use has not changed
      '--disableTelemetry',
      ...['--location', directory],
      ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
      ...['--blobPort', String(ports.blob), '--queuePort', String(ports.queue), '--tablePort', String(ports.table)],
    ],
    { cwd: directory, detached: true, stdio: ['ignore', output.fd, output.fd], env: plainEnvironment() },
  );
  child.unref();
  await output.close();
  const exited = new Promise<void>((settle) => child.once('exit', () => settle()));
  try {
    const actual = await untilListening(child, log);
    const record = child.pid === undefined ? undefined : await identifyProcess(child.pid);
    if (!record) throw new Error(`Azurite ended right after its start. Its log: ${log}`);
    return { process: record, ports: actual, exited };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

async function untilListening(child: ChildProcess, log: string): Promise<AzuritePorts> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const found = Object.fromEntries(
      [...(await readFile(log, 'utf8')).matchAll(listening)].map(([, kind = '', port]) => [kind.toLowerCase(), Number(port)]),
    );
    if (found.blob && found.queue && found.table) return { blob: found.blob, queue: found.queue, table: found.table };
    if (failure) throw new Error(`Azurite could not be started: ${failure.message}`);
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Azurite ended (${child.exitCode ?? child.signalCode}) before it listened. Its log: ${log}`);
    if (Date.now() > deadline) throw new Error(`Azurite did not listen within ${startLimitMs / 1000} s. Its log: ${log}`);
    await delay(logPollMs);
  }
}
