/** The two servers of a race: a source whose data sets are kept for the next run, and an empty target. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { availableMajors, newestMajor, sourceMajor } from '../../local/postgres/installations';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { startPostgres } from '../../local/postgres/start-postgres';

/** As a small server for this much data would be set up, the same on both sides; fsync stays on (reference/copy-engine.md 0). */
const settings = {
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  min_wal_size: '2GB',
  checkpoint_timeout: '30min',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  max_locks_per_transaction: 256,
  max_connections: 200,
};

export interface RaceServers {
  source: PostgresServer;
  target: PostgresServer;
  /** For what a lap leaves on disk. */
  scratch: string;
  /** Leads libpq to the passwords, which no list of processes shows. */
  environment: Record<string, string>;
}

const usualTarget = 16;

/** 11 to 16, or what comes nearest on this platform. */
export function majors(from: number | undefined, to: number | undefined): Pick<ServersWanted, 'sourceMajor' | 'targetMajor'> {
  const target = availableMajors().find((major) => major === usualTarget) ?? newestMajor();
  return { sourceMajor: from ?? sourceMajor(), targetMajor: to ?? target };
}

export interface ServersWanted {
  sourceMajor: number;
  targetMajor: number;
  size: number;
  /** Folder in which sources are kept. */
  data: string;
  /** Aborted: servers stop, and what uses them fails. */
  signal: AbortSignal;
}

export async function withServers<T>(wanted: ServersWanted, use: (servers: RaceServers) => Promise<T>): Promise<T> {
  const { sourceMajor, targetMajor, size, data, signal } = wanted;
  const ends: (() => Promise<unknown>)[] = [];
  const endAll = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) await next();
  };
  let ending = Promise.resolve();
  const end = () => {
    ending = ending.then(endAll);
    return ending;
  };
  const stop = () => void end();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await mkdir(data, { recursive: true });
    const source = await startPostgres({ major: sourceMajor, directory: join(data, `source-${sourceMajor}-size-${size}`), settings });
    ends.push(() => source.stop());
    const target = await startPostgres({ major: targetMajor, durable: true, settings });
    ends.push(() => target.stop());
    const scratch = await mkdtemp(join(tmpdir(), 'pgflex-bench-'));
    ends.push(() => rm(scratch, { recursive: true, force: true }));
    signal.throwIfAborted();
    const passwords = join(scratch, 'pgpass');
    const lines = [source, target].map(({ host, port, login }) => `${host}:${port}:*:${login.user}:${login.password}\n`);
    await writeFile(passwords, lines.join(''), { mode: 0o600 });
    return await use({ source, target, scratch, environment: { PGPASSFILE: passwords } });
  } finally {
    signal.removeEventListener('abort', stop);
    await end();
  }
}
