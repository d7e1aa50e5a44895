/** One contestant copies one database once: prepared alike for all, timed, and looked at afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import { quoteIdentifier } from '../../local/postgres/sessions';
import { type Content, contentOf, requireSameContent } from './content';
import type { Contestant } from './contestant';
import { type CpuSeconds, cpuBetween, readCpu } from './cpu';
import type { RaceServers } from './servers';
import { runTool } from './tool';

export interface LapFigures {
  wallSeconds: number;
  cpu?: CpuSeconds;
  peakMB?: number;
}

export interface Course extends RaceServers {
  database: string;
  content: Content;
  cores: number;
  signal: AbortSignal;
}

/** Throws when the contestant failed, or its copy is not complete. */
export async function runLap(contestant: Contestant, course: Course): Promise<LapFigures> {
  const { source, target, database, signal } = course;
  const folder = await mkdtemp(join(course.scratch, 'lap-'));
  try {
    await dropDatabases(target);
    if (contestant.wantsEmptyDatabase) await target.createDatabase(database);
    const lap = { ...course, folder };
    await contestant.prepare?.(lap);
    for (const server of [source, target]) await server.run('postgres', 'CHECKPOINT', { as: 'superuser' });
    await runTool('sync', [], { signal });
    const cpuBefore = readCpu(source, target);
    const begunOn = performance.now();
    const { peakMB } = await contestant.copy(lap);
    const wallSeconds = (performance.now() - begunOn) / 1_000;
    const cpu = cpuBetween(cpuBefore, readCpu(source, target));
    requireSameContent(course.content, await contentOf(target, database));
    return { wallSeconds, cpu, peakMB };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Also what a contestant that failed has left. */
async function dropDatabases(target: PostgresServer): Promise<void> {
  const as = 'superuser' as const;
  await target.run('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> 'postgres'`, { as });
  const names = await target.run<{ datname: string }>(
    'postgres',
    `SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'`,
    { as },
  );
  for (const { datname } of names) await target.run('postgres', `DROP DATABASE ${quoteIdentifier(datname)}`, { as });
}
