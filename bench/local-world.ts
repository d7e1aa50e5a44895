/** Two real servers and the whole local stack for one measurement, and nothing left of them afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestMajor, oldestMajor } from '../local/postgres/installations';
import type { PostgresServer } from '../local/postgres/postgres-server';
import { startPostgres } from '../local/postgres/start-postgres';
import { type LocalStack, startLocalStack } from '../local/start/start-local-stack';

export interface LocalWorld {
  stack: LocalStack;
  source: PostgresServer;
  target: PostgresServer;
}

export async function withLocalWorld<T>(use: (world: LocalWorld) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflex-bench-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) await next();
  };
  const interrupted = () => void end().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const source = await startPostgres({ major: oldestMajor() });
    ends.push(() => source.stop());
    const target = await startPostgres({ major: newestMajor() });
    ends.push(() => target.stop());
    const stack = await startLocalStack({ data: join(folder, 'data'), port: 0, httpsPort: 0 });
    ends.push(() => stack.stop());
    return await use({ stack, source, target });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await end();
  }
}
