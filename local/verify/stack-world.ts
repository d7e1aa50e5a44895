/** Two real servers and the whole local stack for one search or measurement, and nothing left of them afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerServer } from '../demo/client/register-server';
import { newestMajor, sourceMajor } from '../postgres/installations';
import type { PostgresServer } from '../postgres/postgres-server';
import { startPostgres } from '../postgres/start-postgres';
import { type LocalStack, startLocalStack } from '../start/start-local-stack';

export interface StackWorld {
  stack: LocalStack;
  source: PostgresServer;
  target: PostgresServer;
  /** Resource ids. */
  sourceId: string;
  targetId: string;
}

export async function withStack<T>(use: (world: StackWorld) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflex-verify-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) await next();
  };
  const interrupted = () => void end().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const source = await startPostgres({ major: sourceMajor() });
    ends.push(() => source.stop());
    const target = await startPostgres({ major: newestMajor() });
    ends.push(() => target.stop());
    const stack = await startLocalStack({ data: join(folder, 'data'), port: 0, httpsPort: 0 });
    ends.push(() => stack.stop());
    const sourceId = await registerServer(stack, { kind: 'servers', name: 'source', server: source });
    const targetId = await registerServer(stack, { kind: 'flexibleServers', name: 'target', server: target });
    return await use({ stack, source, target, sourceId, targetId });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await end();
  }
}
