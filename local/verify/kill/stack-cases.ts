/**
 * Kills the functions host at a random moment of a migration, with and without a cancellation under way, starts it again, and looks at what
 * came of it: the whole database with equal content, or nothing at all, and never anything of ours left over.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type MigrationClient, migrationClient, type Overview } from '../../demo/client/migration-client';
import { compareDatabases } from '../../demo/compare/compare-databases';
import { randomOf } from '../random';
import { databaseName, type KillWorld, openKillWorld } from './stack-world';

/** A migration of this fixture takes 3 to 8 s undisturbed; kills fall before, into and after its copy. */
const longestDelayMs = 6_000;
const pollMs = 100;
/** A start takes 6 s, the reconciler comes after 60 to 90 s where nothing else went on. */
const patienceMs = 180_000;

interface Case {
  name: string;
  /** After the PUT was answered; with `duringPut`, after it was sent. */
  killAfterMs: number;
  /** The kill comes while the PUT is under way; the same PUT is sent again afterwards. */
  duringPut: boolean;
  /** Asked for this long before the kill. */
  cancelBeforeKillMs?: number;
}

/** A PUT takes 30 to 200 ms; all of its steps lie in here. */
const longestPutMs = 150;

/** Returns the failures. */
export async function runStackCases(count: number, seed: number, say: (line: string) => void): Promise<string[]> {
  const random = randomOf(seed);
  const cases = Array.from({ length: count }, (_, index): Case => {
    const duringPut = random() < 0.25;
    const killAfterMs = Math.floor(random() * (duringPut ? longestPutMs : longestDelayMs));
    const cancelled = !duringPut && random() < 0.3;
    const name = `stack-${index}`;
    return {
      name,
      duringPut,
      killAfterMs,
      ...(cancelled ? { cancelBeforeKillMs: Math.floor(random() * Math.min(killAfterMs, 1_500)) } : {}),
    };
  });
  const world = await openKillWorld();
  const failures: string[] = [];
  try {
    for (const one of cases) {
      const begunOn = Date.now();
      const problems = await runCase(world, one);
      const seconds = ((Date.now() - begunOn) / 1000).toFixed(1);
      const when = one.duringPut
        ? 'while the PUT was under way'
        : one.cancelBeforeKillMs === undefined
          ? 'after the PUT'
          : 'after the PUT, while cancelling';
      const about = `${one.name}: host killed ${one.killAfterMs} ms ${when}`;
      say(`  ${problems.length ? 'failed' : 'ok    '} ${about} (${seconds} s)`);
      if (problems.length) failures.push(`${about}: ${problems.join('; ')}`);
    }
  } finally {
    await world.end();
  }
  return failures;
}

async function runCase(world: KillWorld, { name, killAfterMs, duringPut, cancelBeforeKillMs }: Case): Promise<string[]> {
  const { source, target, sourceId, targetId } = world;
  const api = () => migrationClient(world.stack().api, targetId);
  const put = () =>
    api().create(name, {
      sourceDbServerResourceId: sourceId,
      dbsToMigrate: [databaseName],
      sourcePassword: source.login.password,
      targetPassword: target.login.password,
    });
  if (duringPut) {
    const broken = put().catch(() => undefined); // its connection ends with the host, or it was answered before
    await delay(killAfterMs);
    await world.killHost();
    await broken;
  }
  const migration = await put();
  const id = migration.properties.migrationId;
  const cancelled = !duringPut && (await cancelAndKill(world, api(), name, killAfterMs, cancelBeforeKillMs));
  const overview = await untilEnded(api(), id);
  const problems = await problemsOf(world, api(), overview, cancelled);
  await target.run('postgres', `DROP DATABASE IF EXISTS ${databaseName}`);
  return problems;
}

/** True: a cancellation was answered 200, so the migration has to end Canceled. */
async function cancelAndKill(
  world: KillWorld,
  api: MigrationClient,
  name: string,
  killAfterMs: number,
  cancelBeforeKillMs = 0,
): Promise<boolean> {
  await delay(killAfterMs - cancelBeforeKillMs);
  const cancelled = cancelBeforeKillMs > 0 && (await isCancelled(api, name));
  await delay(cancelBeforeKillMs);
  await world.killHost();
  return cancelled;
}

/** Refused when the migration was faster. */
const isCancelled = (api: MigrationClient, name: string) =>
  api.patch(name, { cancel: 'True' }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && error.message.includes('OperationNotAllowed')) return false;
      throw error;
    },
  );

async function untilEnded(api: MigrationClient, id: string): Promise<Overview> {
  const giveUpOn = Date.now() + patienceMs;
  for (;;) {
    const overview = await api.overview(id);
    const ended = ['Succeeded', 'Failed', 'Canceled'].includes(overview.state);
    if ((ended && overview.cleanup.state === 'Completed') || Date.now() > giveUpOn) return overview;
    await delay(pollMs);
  }
}

async function problemsOf(world: KillWorld, api: MigrationClient, overview: Overview, cancelled: boolean): Promise<string[]> {
  const { source, target } = world;
  const problems: string[] = [];
  const expected = cancelled ? 'Canceled' : 'Succeeded';
  if (overview.state !== expected)
    problems.push(`it ended ${overview.state} (${overview.subState}) ${overview.error?.message ?? ''}, not ${expected}`);
  const databases = (await target.run<{ datname: string }>('postgres', 'SELECT datname FROM pg_database')).map(({ datname }) => datname);
  const ours = databases.filter((name) => name.startsWith('pgflex_'));
  if (ours.length) problems.push(`databases left over: ${ours.join(', ')}`);
  const sessions = await target.run<{ name: string }>(
    'postgres',
    "SELECT application_name AS name FROM pg_stat_activity WHERE application_name LIKE 'pgflex:%'",
  );
  if (sessions.length) problems.push(`sessions left over: ${sessions.map(({ name }) => name).join(', ')}`);
  const events = await api.events(overview.id);
  const terminal = events.filter(
    ({ data, type }) => type.includes('MigrationStatusChanged') && (data as { isTerminal: boolean }).isTerminal,
  );
  if (terminal.length !== 1) problems.push(`${terminal.length} terminal events`);
  const present = databases.includes(databaseName);
  const finished = overview.databases.every(({ state }) => state === 'Succeeded');
  if (present !== finished)
    problems.push(present ? 'a database that was not finished is on the target' : 'the database is not on the target');
  if (!present) return problems;
  const schemas = await target.run<{ nspname: string }>(databaseName, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgflex%'");
  if (schemas.length) problems.push('the ledger was left over');
  return [...problems, ...(await compareDatabases(source, target, [databaseName])).differences];
}
