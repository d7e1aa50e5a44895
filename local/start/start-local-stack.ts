// Brings up Azure on one machine, Azurite, the stand-ins and the functions host, and takes it down again.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureAzurite } from '../azurite/ensure-azurite';
import { stopAzurite } from '../azurite/stop-azurite';
import { applicationRoot, compiledScript } from './application-root';
import { startChild } from './child';
import { childRecords, endLeftOverChildren } from './child-records';
import { claimDataFolder, emptyDataFolder } from './data-folder';
import { describeStack, type HostPorts } from './describe-stack';
import { type Endpoints, leftOverSecrets, removeEndpoints, writeEndpoints } from './endpoints';
import { firstDeath } from './first-death';
import { hostEnvironment } from './host-environment';
import { functionsIn } from './host-functions';
import { launchStandIns } from './launch-stand-ins';
import { choosePort, readPorts, writePorts } from './ports';
import { unlessAborted } from './unless-aborted';

export interface LocalStackOptions {
  /** Default: `.local` in the current folder. */
  data?: string;
  /** 0: a free one. Default: the one of the run before, else 7071. */
  port?: number;
  httpsPort?: number;
  auth?: 'on' | 'off';
  /** Deletes everything of earlier runs first. */
  fresh?: boolean;
  /** Folder of the Functions app; default: this repository. */
  root?: string;
  /** Ends the attempt to start; what was started is ended, too. */
  signal?: AbortSignal;
  /** Told at the end of each step: what is there now. */
  progress?(step: string, detail: string): void;
}

export interface LocalStack extends Endpoints {
  data: string;
  /** As the host lists them. */
  functions: string[];
  /** Resolves with a message when a child has ended by itself. The rest still runs then. */
  failed: Promise<string>;
  /** Ends everything that was started, in order. */
  stop(): Promise<void>;
}

const defaultPorts = { api: 7071, apiHttps: 7072 };
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const data = resolve(options.data ?? '.local');
  const cleanUps: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= undo(cleanUps);
    return stopping;
  };
  try {
    return await bringUp(options, data, cleanUps, stop);
  } catch (error) {
    await stop().catch((other: Error) => {
      throw new AggregateError([error, other], `${error instanceof Error ? error.message : error}\n${other.message}`);
    });
    throw error;
  }
}

async function bringUp(
  options: LocalStackOptions,
  data: string,
  cleanUps: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<LocalStack> {
  const { signal, progress = () => undefined } = options;
  const root = resolve(options.root ?? applicationRoot());
  const lock = await claimDataFolder(data);
  cleanUps.push(() => lock.release());
  const knownSecrets = options.fresh ? {} : await leftOverSecrets(data);
  await removeEndpoints(data);
  for (const ended of await endLeftOverChildren(data)) progress('Ended', `${ended}, left by a start that was killed`);
  if (options.fresh) await emptyAfterAzurite(data);
  const before = await readPorts(data);
  const apiPort = await choosePort('--port', options.port, before.api, defaultPorts.api);
  const apiHttpsPort = await choosePort('--https-port', options.httpsPort, before.apiHttps, defaultPorts.apiHttps);
  const logs = join(data, 'logs');
  await mkdir(logs, { recursive: true });
  const records = childRecords(data);

  const starting = await Promise.allSettled([
    ensureAzurite({ directory: join(data, 'azurite'), log: join(logs, 'azurite.log') }).then((started) => {
      cleanUps.push(() => started.stop());
      progress('Azurite', `${started.adopted ? 'taken over' : 'started'} (process ${started.pid})`);
      return started;
    }),
    launchStandIns({ directory: data, ports: before, knownSecrets }, { log: join(logs, 'azure.log'), records, cleanUps, signal }).then(
      (started) => {
        progress('Stand-ins', `Entra ID, Key Vault, Resource Manager, Service Bus, Event Grid (process ${started.child.pid})`);
        return started;
      },
    ),
  ]);
  const [azurite, standIns] = valuesOf(starting);
  signal?.throwIfAborted();

  const hostLog = join(logs, 'host.log');
  const tls = { cert: join(data, 'tls', 'server.pem'), key: join(data, 'tls', 'server.key') };
  const host = await startChild({
    title: 'functions host',
    name: 'host',
    script: compiledScript('functions-host/main.js'),
    arguments: ['--root', root, '--port', `${apiPort}`, '--https-port', `${apiHttpsPort}`, '--cert', tls.cert, '--key', tls.key],
    environment: await hostEnvironment(standIns.ready, azurite.connectionString, options.auth ?? 'off', data),
    log: hostLog,
    records,
  });
  cleanUps.push(() => host.stop());
  const api = (await unlessAborted(host.answer, signal)) as HostPorts;
  progress('Functions host', `ready (process ${host.pid})`);

  await writePorts(data, { ...standIns.ready.ports, api: api.http, apiHttps: api.https });
  const endpoints = describeStack(standIns.ready, azurite, api, { host: host.pid, azure: standIns.child.pid });
  cleanUps.push(() => removeEndpoints(data));
  await writeEndpoints(data, endpoints);
  signal?.throwIfAborted();
  return { ...endpoints, data, functions: await functionsIn(hostLog), failed: firstDeath(host, standIns.child, azurite, logs), stop };
}

/** Latest first; one that fails keeps the others from nothing. */
async function undo(cleanUps: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const cleanUp of cleanUps.reverse()) await cleanUp().catch((error) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, `Not everything could be ended: ${errors.map(String).join(' ')}`);
}

/** Azurite outlives its starter and would go on writing into the folder: it is ended first. */
async function emptyAfterAzurite(data: string): Promise<void> {
  await stopAzurite(join(data, 'azurite'));
  await emptyDataFolder(data);
}

/** The value of each, or the first error after all have come to an end. */
function valuesOf<A, B>([a, b]: [PromiseSettledResult<A>, PromiseSettledResult<B>]): [A, B] {
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}
