/** Runs a migration with one call that fails, and looks at what came of it. */
import type { Overview } from '../../demo/client/migration-client';
import { compareDatabases } from '../../demo/compare/compare-databases';
import type { FaultCase, Harm } from './cases';
import { begin, untilCleanedUp } from './migrate';
import { changesSince, type Snapshot } from './snapshot';
import { databaseName, type FaultWorld } from './world';

export interface CaseOutcome {
  /** How the migration ended. */
  ended: string;
  problems: string[];
}

/** Longer than any case lasts: until its host is killed. */
const untilKilledSeconds = 600;

export async function runFaultCase(world: FaultWorld, one: FaultCase, before: Snapshot): Promise<CaseOutcome> {
  const { arm, target } = world;
  const { method, path, nth } = one.call;
  await arm.set('faults', [{ match: { method, path }, nth, times: one.times, ...faultOf(one.harm) }]);
  try {
    const id = await begin(world, one.name, one.engine);
    if (isKill(one.harm)) await killAtHit(world, id);
    const overview = await untilCleanedUp(world, id);
    const isHit = (await arm.hits()) > 0;
    await arm.set('faults', []);
    const problems = [
      ...outcomeProblems(overview, one, isHit),
      ...(await changesSince(world, before)),
      ...(await contentProblems(world, overview)),
    ];
    return { ended: `${overview.state}${overview.error ? ` ${overview.error.code}` : ''}${isHit ? '' : ' (nothing hit)'}`, problems };
  } finally {
    await arm.set('faults', []);
    await target.run('postgres', `DROP DATABASE IF EXISTS ${databaseName}`, { as: 'superuser' });
  }
}

const isKill = (harm: Harm) => harm === 'killBefore' || harm === 'killAfter';

/** A host is killed while its call is held: before it was done, or after it. */
function faultOf(harm: Harm): object {
  switch (harm) {
    case 'killBefore':
      return { kind: 'timeout', holdSeconds: untilKilledSeconds };
    case 'killAfter':
      return { kind: 'lostResponse', holdSeconds: untilKilledSeconds };
    case 'throttle':
      return { kind: harm, retryAfterSeconds: 0 };
    default:
      return { kind: harm };
  }
}

async function killAtHit(world: FaultWorld, id: string): Promise<void> {
  const over = new AbortController();
  const ended = untilCleanedUp(world, id, over.signal).then(() => 'ended' as const);
  const hit = world.arm.hit(over.signal).then(() => 'hit' as const);
  const first = await Promise.race([ended, hit]);
  over.abort();
  await Promise.allSettled([ended, hit]);
  if (first === 'hit') await world.killHost();
}

function outcomeProblems({ state, error, cleanup, findings }: Overview, { harm }: FaultCase, isHit: boolean): string[] {
  const said = [error, ...(findings ?? [])].map((each) => `${each?.code} ${each?.message}`).join(' | ');
  const left = cleanup.items.filter(({ fate }) => fate === 'left' || fate === undefined);
  return [
    ...(state === 'Succeeded' || (state === 'Failed' && isHit && !isKill(harm)) ? [] : [`it ended ${state}: ${said}`]),
    ...(state === 'Failed' && !trueReason(harm).test(said) ? [`it failed for another reason: ${said}`] : []),
    ...(cleanup.state === 'Completed' ? [] : [`its clean-up is ${cleanup.state}`]),
    ...left.map(({ kind, name }) => `${kind} ${name} was left`),
  ];
}

const trueReason = (harm: Harm) => (harm === 'denial' ? /denied|403/ : /\b(429|5\d\d)\b|status none|ARM_UNAVAILABLE|did not answer/);

async function contentProblems({ source, target }: FaultWorld, { state }: Overview): Promise<string[]> {
  const found = await target.run('postgres', `SELECT FROM pg_database WHERE datname = '${databaseName}'`, { as: 'superuser' });
  if (!found.length) return state === 'Succeeded' ? ['the database is not on the target'] : [];
  if (state !== 'Succeeded') return ['the database is on the target, though the migration did not succeed'];
  const asSuperuser = (server: typeof source) => ({ ...server, login: server.superuser });
  return (await compareDatabases(asSuperuser(source), asSuperuser(target), [databaseName])).differences;
}
