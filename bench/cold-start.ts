/** How long a worker takes from its first instruction to the first request that it has served, as when an instance is added. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureAzurite } from '../local/azurite/ensure-azurite';
import { requestJson } from '../local/demo/client/request-json';
import { applicationRoot, compiledScript } from '../local/start/application-root';
import { childRecords } from '../local/start/child-records';
import { hostEnvironment } from '../local/start/host-environment';
import { launchStandIns } from '../local/start/launch-stand-ins';
import type { BenchSet } from './measurement';
import { interruptible } from './race/interruptible';

/** Loads Node.js and the service's code, and registers nothing: what part of it all is reading code. */
const loadOnly = `require(${JSON.stringify(join(applicationRoot(), 'dist', 'app.js'))})`;

export const coldStart: BenchSet = (rounds, say) =>
  interruptible(async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'pgflex-cold-start-'));
    const cleanUps: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
    try {
      const azurite = await ensureAzurite({ directory: join(folder, 'azurite') });
      cleanUps.push(() => azurite.stop());
      const { ready } = await launchStandIns(
        { directory: folder, ports: {}, knownSecrets: {} },
        { log: join(folder, 'azure.log'), records: childRecords(folder), cleanUps: cleanUps as (() => Promise<void>)[], signal },
      );
      const environment = {
        ...(await hostEnvironment(ready, azurite.connectionString, 'off', folder)),
        AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      };
      await startOnce(environment, folder); // makes the tables, and warms the disk's cache
      const samples: Record<string, number[]> = {};
      for (let round = 0; round < rounds && !signal.aborted; round++) {
        const figures = { ...(await startOnce(environment, folder)), 'Node.js with the code loaded (ms)': await loadOnce(environment) };
        for (const [figure, value] of Object.entries(figures)) samples[figure] = [...(samples[figure] ?? []), Math.round(value)];
      }
      say('  the local Functions host, which is one process with its worker; tables exist, files are in the cache of the system');
      return samples;
    } finally {
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
    }
  });

async function startOnce(environment: NodeJS.ProcessEnv, folder: string): Promise<Record<string, number>> {
  const log = await open(join(folder, 'host.log'), 'a');
  const begunMs = performance.now();
  const child = fork(compiledScript('functions-host/main.js'), ['--root', applicationRoot(), '--port', '0'], {
    env: environment,
    execArgv: [],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  const exited = once(child, 'exit');
  try {
    const early = exited.then(() => Promise.reject(new Error('The host ended before it was ready.')));
    early.catch(() => undefined);
    const [message] = (await Promise.race([once(child, 'message'), early])) as [{ http: number }];
    const readyMs = performance.now();
    const { status, text } = await requestJson(`http://127.0.0.1:${message.http}/api/migrations?top=1`);
    if (status !== 200) throw new Error(`The first request was answered with ${status}: ${text}`);
    return { 'worker ready (ms)': readyMs - begunMs, 'first request served (ms)': performance.now() - begunMs };
  } finally {
    child.kill();
    await exited;
    await log.close();
  }
}

async function loadOnce(environment: NodeJS.ProcessEnv): Promise<number> {
  const begunMs = performance.now();
  const child = spawn(process.execPath, ['-e', `${loadOnly}; process.exit(0)`], { env: environment, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('The code cannot be loaded by itself.');
  return performance.now() - begunMs;
}
