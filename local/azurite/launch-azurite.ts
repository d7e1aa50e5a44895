// Starts one Azurite process (blob, queue and table service) that outlives us, and waits until it listens.
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { plainEnvironment } from '../processes/plain-environment';
import type { ProcessRecord } from '../processes/process-identity';
import { startRecorded } from '../processes/start-recorded';
import { type AzuritePorts, writeAzuriteRecord } from './azurite-record';

export interface LaunchedAzurite {
  process: ProcessRecord;
  ports: AzuritePorts;
  exited: Promise<void>;
}

/** Served over https, where it takes access tokens too. */
export interface TokenAccess {
  certFile: string;
  keyFile: string;
}

interface LaunchOptions {
  directory: string;
  log: string;
  ports?: AzuritePorts;
  tokenAccess?: TokenAccess;
}

const freePorts: AzuritePorts = { blob: 0, queue: 0, table: 0 };
const startLimitMs = 30_000; // takes about two seconds on an idle machine
const logPollMs = 25; // it tells the ports that it got in its log only, and that it can't be read as a pipe: it would break when we die
const listening = /Azurite (Blob|Queue|Table) service is successfully listening at https?:\/\/127\.0\.0\.1:(\d+)/g;

/** The former ports are used again if they are free; else it gets new ones. */
export async function launchAzurite(options: LaunchOptions): Promise<LaunchedAzurite> {
  const { directory, log, ports = freePorts, tokenAccess } = options;
  try {
    return await launch(directory, log, ports, tokenAccess);
  } catch (error) {
    if (ports === freePorts || !(await readFile(log, 'utf8')).includes('EADDRINUSE')) throw error;
    return launch(directory, log, freePorts, tokenAccess);
  }
}

async function launch(directory: string, log: string, ports: AzuritePorts, tokenAccess?: TokenAccess): Promise<LaunchedAzurite> {
  const known = ports === freePorts ? undefined : ports;
  const { child, process, exited } = await startRecorded({
    script: require.resolve('azurite/dist/src/azurite.js'),
    arguments: [
      '--silent',
      '--skipApiVersionCheck', // @azure/storage-blob speaks newer versions than 3.35 knows; what we use has not changed
      '--disableTelemetry',
      ...(tokenAccess ? ['--oauth', 'basic', '--cert', tokenAccess.certFile, '--key', tokenAccess.keyFile] : []),
      ...['--location', directory],
      ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
      ...['--blobPort', String(ports.blob), '--queuePort', String(ports.queue), '--tablePort', String(ports.table)],
    ],
    environment: plainEnvironment(),
    directory,
    log,
    record: (record) => writeAzuriteRecord(directory, { ports: known, process: record }),
  });
  try {
    const actual = await untilListening(child, exited, log);
    await writeAzuriteRecord(directory, { ports: actual, process, listening: true });
    child.disconnect(); // nothing more to say; an open channel would keep us running
    child.unref();
    return { process, ports: actual, exited: exited.then(() => undefined) };
  } catch (error) {
    child.kill('SIGKILL');
    await exited; // two must never work on one folder
    throw error;
  }
}

async function untilListening(child: ChildProcess, exited: Promise<string>, log: string): Promise<AzuritePorts> {
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const found = portsIn(await readFile(log, 'utf8'));
    if (found) return found;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Azurite ended (${await exited}) before it listened. Its log: ${log}`);
    if (Date.now() > deadline) throw new Error(`Azurite did not listen within ${startLimitMs / 1000} s. Its log: ${log}`);
    await delay(logPollMs);
  }
}

function portsIn(log: string): AzuritePorts | undefined {
  const { blob, queue, table } = Object.fromEntries(
    [...log.matchAll(listening)].map(([, kind = '', port]) => [kind.toLowerCase(), Number(port)]),
  );
  return blob && queue && table ? { blob, queue, table } : undefined;
}
