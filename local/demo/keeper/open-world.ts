// Brings up what a demo needs: two servers with sample databases, and the local stack.
import { join } from 'node:path';
import { newestMajor, sourceMajor } from '../../postgres/installations';
import type { PostgresServer } from '../../postgres/postgres-server';
import { startPostgres } from '../../postgres/start-postgres';
import { claimDataFolder } from '../../start/data-folder';
import { type LocalStack, startLocalStack } from '../../start/start-local-stack';
import { ensureCertificates } from '../../tls/ensure-certificates';
import { createReadings } from '../create-readings';
import { createSamples } from '../sample/create-samples';
import type { DemoServer, World, WorldRequest } from './messages';

export interface OpeningContext {
  signal: AbortSignal;
  step(title: string, detail: string): void;
  /** The way back of each thing is put here as soon as it is there. */
  cleanUps: (() => Promise<void>)[];
}

export interface OpenWorld {
  world: World;
  /** Resolves with a message when a part of the stack has died. */
  failed: Promise<string>;
}

export async function openWorld({ folder, rows }: WorldRequest, context: OpeningContext): Promise<OpenWorld> {
  const data = join(folder, 'data');
  // The servers' certificates come from the authority of the stack, which trusts a folder only if it claimed it while empty.
  await (await claimDataFolder(data)).release();
  const { caFile, certFile, keyFile } = await ensureCertificates(join(data, 'tls'));
  const tls = { caFile, certFile, keyFile, required: true };

  const opening = await Promise.allSettled([openStack(data, context), openServers(tls, rows, context)]);
  const [stack, servers] = opening;
  if (stack.status === 'rejected') throw stack.reason;
  if (servers.status === 'rejected') throw servers.reason;
  const { data: _data, functions: _functions, failed, stop: _stop, ...endpoints } = stack.value;
  return { world: { endpoints, data, ...servers.value }, failed };
}

async function openStack(data: string, { signal, step, cleanUps }: OpeningContext): Promise<LocalStack> {
  const stack = await startLocalStack({ data, port: 0, httpsPort: 0, auth: 'off', signal });
  cleanUps.push(() => stack.stop());
  step('Azure', `Functions host and stand-ins run, API on ${stack.api}`);
  return stack;
}

type Servers = Pick<World, 'source' | 'target' | 'databases'>;

async function openServers(
  tls: { caFile: string; certFile: string; keyFile: string; required: boolean },
  rows: number | undefined,
  { signal, step, cleanUps }: OpeningContext,
): Promise<Servers> {
  const start = async (title: string, major: number) => {
    const server = await startPostgres({ major, tls });
    cleanUps.push(() => server.stop());
    step(title, `PostgreSQL ${major} on port ${server.port}`);
    return server;
  };
  const started = await Promise.allSettled([start('Source', sourceMajor()), start('Target', newestMajor())]);
  const [source, target] = started;
  if (source.status === 'rejected') throw source.reason;
  if (target.status === 'rejected') throw target.reason;
  signal.throwIfAborted();

  const { databases } = await createSamples(source.value, target.value);
  signal.throwIfAborted();
  if (rows) databases.push(await createReadings(source.value, rows));
  step('Samples', `databases ${databases.join(', ')}`);
  return { source: plain(source.value), target: plain(target.value), databases };
}

/** What can be sent to another process. */
const plain = ({ host, port, major, login, caFile }: PostgresServer): DemoServer => ({ host, port, major, login, caFile });
