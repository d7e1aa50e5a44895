/** Runs one sequence on a target of its own, checks after every step, brings everything to its end, and checks that. */
import { instanceIds } from '../../../shared/domain/names';
import { isTerminal } from '../../../shared/domain/states';
import { openMigrations } from '../../../shared/state/locate';
import { type Clock, withClock } from './clock';
import { createWorld } from './create-world';
import { problemsOf } from './invariants';
import type { Step } from './operations';
import { perform, reconcileAll } from './perform';
import { readSnapshot, type Snapshot } from './snapshot';
import type { World } from './world';

const minuteMs = 60_000;
/** Retries and the reconciler's rests need minutes; waits that nobody ended need 72 hours, one after the other. */
const lastJumpsMs = [3, 3, 3, 3, 4_800, 3, 3, 4_800, 3, 3, 4_800, 3, 3, 4_800, 3, 3, 3].map((minutes) => minutes * minuteMs);

/** How often what happened: a search that never meets a case proves nothing about it. */
export type Tally = Map<string, number>;

/** The problems after the first step that had any; none: the sequence holds. */
export function runSequence(seed: number, steps: Step[], tally: Tally = new Map()): Promise<string[]> {
  const clock: Clock = { offsetMs: 0 };
  return withClock(clock, async () => {
    const world = createWorld(seed, clock);
    let before: Snapshot | undefined;
    const look = async (): Promise<string[]> => {
      const now = await readSnapshot(world.partition);
      const problems = problemsOf(now, before);
      before = now;
      return problems;
    };
    for (const [index, { operations, hasty }] of steps.entries()) {
      const done = operations.map((operation) => perform(world, operation));
      if (hasty) {
        done.push(world.stage.quiet().then(() => []));
        const problems = (await Promise.all(done)).flat();
        if (problems.length) return problems.map((problem) => `step ${index + 1}: ${problem}`);
        continue; // work of this step may go on during the next one
      }
      const problems = (await Promise.all(done)).flat();
      await world.stage.quiet();
      problems.push(...(await look()));
      if (problems.length) return problems.map((problem) => `step ${index + 1}: ${problem}`);
    }
    const problems = [...(await end(world, look)), ...(await endProblems(world))];
    if (before) count(before, world, tally);
    return problems;
  });
}

function count({ migrations }: Snapshot, { promises, refusals }: World, tally: Tally): void {
  const add = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
  for (const { record, waits } of migrations) {
    add(`ended ${record.state}${record.error ? ` ${record.error.code}` : ''}`);
    if (promises.has(record.id)) add('promised a cancellation');
    if (record.deletedOn) add('deleted');
    for (const { kind, outcome } of waits) add(`wait ${kind} ${outcome?.kind === 'decided' ? outcome.decision : outcome?.kind}`);
  }
  for (const code of refusals) add(`refused ${code}`);
}

async function end(world: World, look: () => Promise<string[]>): Promise<string[]> {
  world.faulty = false;
  for (const jumpMs of lastJumpsMs) {
    world.stage.release();
    world.elapse(jumpMs);
    await world.catchUp();
    world.stage.release();
    await world.stage.quiet();
    const problems = [...(await reconcileAll(world)), ...(await unseenProblems(world)), ...(await look())];
    if (problems.length) return problems.map((problem) => `on the way to the end: ${problem}`);
    if (!(await openMigrations()).some(({ partition }) => partition === world.partition)) return [];
  }
  return [];
}

/** The reconciler raises again whatever nobody has seen. */
async function unseenProblems(world: World): Promise<string[]> {
  await world.stage.quiet();
  const { migrations } = await readSnapshot(world.partition);
  return migrations.flatMap(({ record, waits }) => {
    const steps = instanceIds.steps(record.id);
    if (world.stage.runOf(steps)?.view(steps).runtimeStatus !== 'Running' || world.stage.held()) return [];
    const unseen = waits.filter(({ outcome, seenOn }) => outcome && !seenOn);
    return unseen.map(({ round }) => `${record.name}: its flow waits, and the wait ${round} that has ended is unseen after a reconcile`);
  });
}

async function endProblems(world: World): Promise<string[]> {
  const { migrations, claims } = await readSnapshot(world.partition);
  const problems = migrations.flatMap(({ record, control, waits }) => {
    const found: string[] = [];
    const promise = world.promises.get(record.id);
    if (record.visibility === 'Accepting') found.push('it is being accepted for ever');
    if (record.visibility === 'Visible' && !isTerminal(record.state)) {
      found.push(`it never ends; control ${JSON.stringify(control)}, last wait ${JSON.stringify(waits.at(-1))}`);
    }
    if (promise && record.state !== 'Canceled') found.push(`a ${promise} was answered with success, and it is not Canceled`);
    if (isTerminal(record.state) && record.cleanup !== 'Completed') found.push(`its clean-up is ${record.cleanup} for ever`);
    return found.map((problem) => `${record.name} (${record.state}, ${record.subState}): ${problem}`);
  });
  const open = (await openMigrations()).filter(({ partition }) => partition === world.partition);
  if (open.length) problems.push(`${open.length} migrations stay in the list of the open ones`);
  if (claims.size) problems.push(`claims are left: ${[...claims.keys()].join(', ')}`);
  if (world.stage.running()) problems.push(`${world.stage.running()} activities still run`);
  for (const id of world.ids) {
    for (const part of [
      instanceIds.root(id),
      instanceIds.steps(id),
      instanceIds.recover(id),
      ...[0, 1, 2].map((n) => instanceIds.database(id, n)),
    ]) {
      const status = world.stage.runOf(part)?.view(part).runtimeStatus;
      if (status === 'Running' || status === 'Pending') problems.push(`the instance ${part.slice(id.length) || 'of the root'} still runs`);
    }
  }
  return problems.map((problem) => `at the end: ${problem}`);
}
