/** Kills one thing that a running migration needs. */
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../postgres/postgres-server';
import type { Strike } from './cases';
import type { EngineHost } from './engine-host';
import type { EngineWorld } from './engine-world';

/** Returns what was hit, in words. Servers run again when it resolves. */
export async function hit(world: EngineWorld, host: EngineHost, { victim, draw }: Strike): Promise<string> {
  if (victim === 'connection') return endSession(world, draw);
  if (victim !== 'host') return crash(world[victim], victim, draw);
  await host.killAndStart();
  return 'host';
}

async function endSession({ source, target }: EngineWorld, draw: number): Promise<string> {
  const ours = `SELECT pid, split_part(application_name, ':', 4) AS purpose FROM pg_stat_activity WHERE application_name LIKE 'pgflex:%' ORDER BY 2, 1`;
  const sessions = (
    await Promise.all(
      [source, target].map(async (server) =>
        (
          await server.run<{ pid: number; purpose: string }>('postgres', ours, { as: 'superuser' })
        ).map((session) => ({ server, ...session })),
      ),
    )
  ).flat();
  const chosen = sessions[Math.floor(draw * sessions.length)];
  if (!chosen) return 'connection (there was none)';
  await chosen.server.run('postgres', `SELECT pg_terminate_backend(${chosen.pid})`, { as: 'superuser' });
  return `${chosen.purpose} connection to the ${chosen.server === source ? 'source' : 'target'}`;
}

/** A process of the server that dies takes all sessions with it, and the server recovers; or the whole server dies; or it is restarted. */
async function crash(server: PostgresServer, name: string, draw: number): Promise<string> {
  if (draw < 0.5) {
    const writer = `SELECT pid FROM pg_stat_activity WHERE backend_type = 'background writer'`;
    const [found] = await server.run<{ pid: number }>('postgres', writer, { as: 'superuser' });
    if (found) process.kill(found.pid, 'SIGKILL');
    await untilItAnswers(server, found?.pid);
    return `${name} crash`;
  }
  if (draw < 0.8) await server.kill();
  await server.restart();
  return draw < 0.8 ? `${name} kill -9` : `${name} restart`;
}

const recoversWithinMs = 30_000;

async function untilItAnswers(server: PostgresServer, deadPid: number | undefined): Promise<void> {
  const giveUpOn = Date.now() + recoversWithinMs;
  for (;;) {
    const isOver = `SELECT FROM pg_stat_activity WHERE backend_type = 'background writer' AND pid <> ${deadPid ?? 0}`;
    const rows = await server.run('postgres', isOver, { as: 'superuser' }).catch((error: unknown) => {
      if (Date.now() > giveUpOn) throw error;
      return [];
    });
    if (rows.length) return;
    await delay(20);
  }
}
