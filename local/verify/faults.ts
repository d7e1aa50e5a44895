/**
 * Every single call of Resource Manager that a migration makes fails once: throttled, with an error of the server, denied, without an answer, with an
 * answer that is lost, or the host is killed before or after it. The migration succeeds, or fails with the true reason; nothing is left over, and
 * what was there before is as it was.
 */
import type { EngineName } from '../../shared/domain/migration';
import { type Call, callsOf } from './faults/calls';
import { casesOf, type FaultCase } from './faults/cases';
import { begin, untilCleanedUp } from './faults/migrate';
import { runFaultCase } from './faults/run-case';
import { changesSince, type Snapshot, snapshot } from './faults/snapshot';
import { databaseName, type FaultWorld, withFaultWorld } from './faults/world';
import type { Search } from './search';

export const faults: Search = ({ count, seed, say }) =>
  withFaultWorld(async (world) => {
    const before = await snapshot(world);
    const calls: Record<EngineName, Call[]> = {
      direct: await callsMade(world, 'direct', before),
      dms: await callsMade(world, 'dms', before),
    };
    say(`  a migration makes ${calls.direct.length} calls with engine direct, ${calls.dms.length} with engine dms`);
    const cases = casesOf(calls, count, seed);
    const failures: string[] = [];
    const tally = new Map<string, number>();
    for (const one of cases) {
      const begunOn = Date.now();
      const { ended, problems } = await runFaultCase(world, one, before).catch((error: unknown) => ({
        ended: 'broke off',
        problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      }));
      const about = `${aboutOf(one)}: ${ended} (${((Date.now() - begunOn) / 1000).toFixed(1)} s)`;
      say(`  ${problems.length ? 'failed' : 'ok    '} ${about}`);
      if (problems.length) say(`         ${problems.join('\n         ')}`);
      if (problems.length) failures.push(`${about}: ${problems.join('; ')}`);
      const key = `${one.harm}: ${ended}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    }
    for (const [what, often] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1))) say(`  ${String(often).padStart(6)} ${what}`);
    return { passed: cases.length - failures.length, failures };
  });

/** Of a migration that nothing happens to, which also shows that nothing else is wrong. */
async function callsMade(world: FaultWorld, engine: EngineName, before: Snapshot): Promise<Call[]> {
  await world.arm.forgetRequests();
  const { state, error } = await untilCleanedUp(world, await begin(world, `undisturbed-${engine}`, engine));
  const requests = await world.arm.requests();
  const changes = await changesSince(world, before);
  if (state !== 'Succeeded' || changes.length)
    throw new Error(`Undisturbed it ended ${state}: ${error?.message ?? ''} ${changes.join('; ')}`);
  await world.target.run('postgres', `DROP DATABASE ${databaseName}`, { as: 'superuser' });
  return callsOf(requests);
}

function aboutOf({ name, engine, call, harm, times }: FaultCase): string {
  const path = call.path
    .replace(/^\^.*?providers/, '')
    .replace(/\$$/, '')
    .replaceAll('\\', '');
  return `${name}: ${engine}, ${harm}${times > 1 ? ` x ${times}` : ''} at ${call.method} ${path} (${call.nth})`;
}
