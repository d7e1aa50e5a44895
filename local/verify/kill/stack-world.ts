/** Two real servers with a database to move, and the local stack, whose host can be killed and started again over the same data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerServer } from '../../demo/client/register-server';
import { newestMajor, sourceMajor } from '../../postgres/installations';
import type { PostgresServer } from '../../postgres/postgres-server';
import { startPostgres } from '../../postgres/start-postgres';
import { type LocalStack, startLocalStack } from '../../start/start-local-stack';

export interface KillWorld {
  source: PostgresServer;
  target: PostgresServer;
  sourceId: string;
  targetId: string;
  stack(): LocalStack;
  /** SIGKILL to the functions host, then a new start over the same data, as a person would. */
  killHost(): Promise<void>;
  end(): Promise<void>;
}

/** Three tables of different sizes, so that a kill finds some finished, one half done, one not begun. About 60 MB. */
const fixture = `
  CREATE TABLE small (id int PRIMARY KEY, label text);
  INSERT INTO small SELECT n, 'label ' || n FROM generate_series(1, 5000) n;
  CREATE TABLE middle (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, payload jsonb);
  INSERT INTO middle (at, payload) SELECT timestamptz '2024-01-01Z' + n * interval '1 minute', jsonb_build_object('n', n) FROM generate_series(1, 100000) n;
  CREATE TABLE large (id bigint PRIMARY KEY, middle_id bigint REFERENCES middle, filler text);
  INSERT INTO large SELECT n, 1 + n % 100000, repeat(md5(n::text), 3) FROM generate_series(1, 300000) n;
  CREATE INDEX ON large (middle_id);
  SELECT lo_from_bytea(0, convert_to(repeat('large object', 5000), 'UTF8'));`;

export const databaseName = 'shop';

export async function openKillWorld(): Promise<KillWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflex-verify-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) await next();
  };
  try {
    const [source, target] = await Promise.all([sourceMajor(), newestMajor()].map((major) => startPostgres({ major })));
    if (!source || !target) throw new Error('Two servers were asked for.');
    ends.push(() => Promise.all([source.stop(), target.stop()]));
    await source.createDatabase(databaseName);
    await source.run(databaseName, fixture);
    const data = join(folder, 'data');
    let stack = await startLocalStack({ data, port: 0, httpsPort: 0 });
    ends.push(() => stack.stop());
    const sourceId = await registerServer(stack, { kind: 'servers', name: 'source', server: source });
    const targetId = await registerServer(stack, { kind: 'flexibleServers', name: 'target', server: target });
    return {
      source,
      target,
      sourceId,
      targetId,
      stack: () => stack,
      async killHost() {
        process.kill(stack.pids.host, 'SIGKILL');
        await stack.failed; // start ends with it, and a person types the command again
        await stack.stop();
        stack = await startLocalStack({ data });
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
