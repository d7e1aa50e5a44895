/** Runs one database through the engine while things are killed, and looks at what came of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { ledgerSchema, temporaryDatabaseName } from '../../../shared/domain/names';
import type { PostgresServer } from '../../postgres/postgres-server';
import type { EngineCase, Strike } from './cases';
import { type EngineHost, startEngineHost } from './engine-host';
import type { EngineWorld } from './engine-world';
import { hit } from './strike';
import { doneAgain, type Mark, readWitness } from './witness';

export interface EngineOutcome {
  /** What was hit, and in which phase. */
  hits: string[];
  problems: string[];
}

/** Undisturbed it takes a second or two; a target that is away is waited for. */
const patienceMs = 90_000;
/** An unlogged table, after it was copied: the rows on the target are those that the source had. */
const emptiedOnSource = /public\.session has 0 rows on the source and 20000 on the target/;
const sessionsEndWithinMs = 10_000;

export async function runEngineCase(world: EngineWorld, { dataSet, sliceMs, strikes }: EngineCase): Promise<EngineOutcome> {
  const usualMs = await world.usualMs(dataSet, sliceMs);
  const job = world.job(dataSet);
  const host = startEngineHost({ job, sliceMs });
  const giveUp = new AbortController();
  try {
    const { hits, finished } = await killAll(world, host, strikes, usualMs, job.migrationId);
    const ended = await Promise.race([host.ended, delay(patienceMs, undefined, { signal: giveUp.signal })]);
    if (!ended) return { hits, problems: [`it did not end within ${patienceMs / 1000} s (${host.phase()})`] };
    if (ended.state !== 'Succeeded') return { hits, problems: [`it ended ${JSON.stringify(ended)}`] };
    const after = await readWitness(world.target, dataSet, ledgerSchema(job.migrationId));
    const wasSourceCrashed = strikes.some(({ victim }) => victim === 'source');
    const wasTargetCrashed = strikes.some(({ victim }) => victim === 'target');
    const often = ended.report.tables.filter(({ attempts }) => attempts > 1 + strikes.length);
    await host.release();
    const differences = await world.differences(dataSet);
    if (wasSourceCrashed) await world.forget(dataSet);
    return {
      hits,
      problems: [
        ...doneAgain(finished, after, wasTargetCrashed),
        ...often.map(({ name, attempts }) => `${name} was begun ${attempts} times`),
        ...differences.filter((difference) => !(wasSourceCrashed && emptiedOnSource.test(difference))),
        ...(await leftOver(world)),
      ],
    };
  } finally {
    giveUp.abort();
    await host.stop();
    await clear(world, dataSet, job.migrationId);
  }
}

async function killAll(world: EngineWorld, host: EngineHost, strikes: Strike[], usualMs: number, migrationId: string) {
  await host.begun;
  const begunOn = Date.now();
  const hits: string[] = [];
  const finished: Mark[] = [];
  for (const strike of strikes) {
    await delay(Math.max(0, begunOn + strike.at * usualMs - Date.now()));
    if (host.hasEnded()) {
      hits.push(`${strike.victim} (too late)`);
      continue;
    }
    const phase = host.phase();
    hits.push(`${await hit(world, host, strike)} in ${phase}`);
    if (strike.victim === 'target') finished.length = 0; // commits do not wait for the disk: a crash loses the last ones, ledger rows and data together
    finished.push(...(await readWitness(world.target, temporaryDatabaseName(migrationId, 0), ledgerSchema(migrationId))));
  }
  return { hits, finished };
}

async function leftOver({ source, target }: EngineWorld): Promise<string[]> {
  const left: string[] = [];
  const databases = await target.run<{ datname: string }>('postgres', `SELECT datname FROM pg_database WHERE datname LIKE 'pgflex%'`);
  left.push(...databases.map(({ datname }) => `database ${datname} was left over`));
  for (const server of [source, target]) left.push(...(await sessionsLeft(server)));
  return left;
}

/** They end with their process, and the server notices a moment later. */
async function sessionsLeft(server: PostgresServer): Promise<string[]> {
  const giveUpOn = Date.now() + sessionsEndWithinMs;
  const ours = `SELECT application_name AS name FROM pg_stat_activity WHERE application_name LIKE 'pgflex:%'`;
  for (;;) {
    const sessions = await server.run<{ name: string }>('postgres', ours, { as: 'superuser' });
    if (!sessions.length) return [];
    if (Date.now() > giveUpOn) return sessions.map(({ name }) => `session ${name} was left over on PostgreSQL ${server.major}`);
    await delay(50);
  }
}

/** For the next case, also after one that failed. */
async function clear({ target }: EngineWorld, dataSet: string, migrationId: string): Promise<void> {
  for (const database of [dataSet, temporaryDatabaseName(migrationId, 0)]) {
    await target.run('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`, {
      as: 'superuser',
    });
    await target.run('postgres', `DROP DATABASE IF EXISTS "${database}"`, { as: 'superuser' });
  }
}
