// Gives a folder its Azurite: the one that already runs for it, or a new one.
import { mkdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess } from '../processes/end-process';
import { type FolderLock, lockFolder } from '../processes/folder-lock';
import { isRunning, type ProcessRecord } from '../processes/process-identity';
import { type AzuritePorts, readAzuriteRecord } from './azurite-record';
import { azuriteConnectionString } from './connection-string';
import { launchAzurite } from './launch-azurite';
import { stopAzurite } from './stop-azurite';

export interface Azurite {
  connectionString: string;
  pid: number;
  /** It ran already and was taken over. */
  adopted: boolean;
  /** Resolves when the process has ended, for whatever reason. */
  exited: Promise<void>;
  /** Ends it after it has written everything to the folder. */
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  /** Holds the stored data and the record of the process. */
  directory: string;
  /** File that the process writes its output to; default `azurite.log` in the directory. */
  log?: string;
}

const lockPatienceMs = 60_000; // another process that starts Azurite for the same folder needs about two seconds; one that finds it hung, `answerLimitMs` more
const lockPollMs = 50;
const answerLimitMs = 30_000; // one that is merely slow on a busy machine must not be ended: it would lose what it has not saved yet
const alivePollMs = 1_000;

/**
 * Azurite is a detached process of its own, because it saves only every five seconds: one that died with a killed functions host would lose
 * acknowledged writes. So it outlives its starter, and the next start takes it over by the pid and ports that stand in the folder.
 */
export async function ensureAzurite(options: AzuriteOptions): Promise<Azurite> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const lock = await waitForLock(directory);
  try {
    const known = await readAzuriteRecord(directory);
    if (known?.process && (await isRunning(known.process))) {
      if (known.ports && known.listening && (await answers(known.ports.table))) {
        return describe(directory, known.ports, known.process, true, untilGone(known.process));
      }
      await endProcess(known.process); // hung, or its starter was killed before anybody learned its ports
    }
    const log = options.log ?? join(directory, 'azurite.log');
    const { ports, process, exited } = await launchAzurite({ directory, log, ports: known?.ports });
    return describe(directory, ports, process, false, exited);
  } finally {
    await lock.release();
  }
}

function describe(directory: string, ports: AzuritePorts, process: ProcessRecord, adopted: boolean, exited: Promise<void>): Azurite {
  return { connectionString: azuriteConnectionString(ports), pid: process.pid, adopted, exited, stop: () => stopAzurite(directory) };
}

async function waitForLock(directory: string): Promise<FolderLock> {
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    const { lock, heldBy } = await lockFolder(directory, 'azurite.lock');
    if (lock) return lock;
    if (Date.now() > deadline)
      throw new Error(
        `Process ${heldBy.pid} has been starting Azurite for ${directory} for ${lockPatienceMs / 1000} s. End it and try again.`,
      );
    await delay(lockPollMs);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = request({ host: '127.0.0.1', port, path: '/', agent: false, timeout: answerLimitMs }, (response) => {
      response.resume();
      settle(true);
    });
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => settle(false));
    probe.end();
  });
}

/** A process that is not our child sends no event at its end. */
async function untilGone(record: ProcessRecord): Promise<void> {
  while (await isRunning(record)) await delay(alivePollMs, undefined, { ref: false });
}
