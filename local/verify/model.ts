/**
 * Random sequences of everything that can happen to migrations (requests, events, failures, time), on the real orchestrators, use cases and
 * store, with a fast engine. After each step: only states of the table, one end, nothing decided twice, nothing promised and not kept.
 */
import { withAzure } from './azure-world';
import { installClock } from './model/clock';
import { type Step, sequenceOf } from './model/operations';
import { runSequence, type Tally } from './model/run-sequence';
import { shrink } from './model/shrink';
import type { Search } from './search';

/** The store's process and this one share two cores: more at once only wait for each other. */
const atOnce = 4;
/** Progress is told after so many. */
const toldEvery = 50;
/** Shrinking costs up to a minute each. */
const shrunkAtMost = 3;

export const model: Search = async ({ count, seed, say }) => {
  // Both ways in which a wait that nobody ends may end the migration; the product reads its settings once.
  const settings = { PGFLEX_WAIT_EXPIRY_OUTCOME: seed % 2 ? 'Failed' : 'Canceled' };
  return withAzure(async () => {
    const uninstallClock = installClock();
    const tally: Tally = new Map();
    const failed: { seed: number; problems: string[] }[] = [];
    try {
      let next = 0;
      let done = 0;
      const work = async () => {
        for (let index = next++; index < count; index = next++) {
          const problems = await runSequence(seed + index, sequenceOf(seed + index), tally);
          if (problems.length) failed.push({ seed: seed + index, problems });
          if (problems.length) say(`  failed seed ${seed + index}: ${problems.join('; ')}`);
          if (++done % toldEvery === 0) say(`  ${done} sequences, ${failed.length} failed`);
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
      for (const [what, often] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1))) say(`  ${String(often).padStart(6)} ${what}`);
      const failures: string[] = [];
      for (const { seed: own, problems } of failed) failures.push(await explained(own, problems, failures.length < shrunkAtMost));
      return { passed: count - failed.length, failures };
    } finally {
      uninstallClock();
    }
  }, settings);
};

async function explained(seed: number, problems: string[], shrinking: boolean): Promise<string> {
  const about = `Sequence of seed ${seed}:\n  ${problems.join('\n  ')}`;
  if (!shrinking) return about;
  const steps = await shrink(sequenceOf(seed), async (candidate) => (await runSequence(seed, candidate)).length > 0);
  return `${about}\n  It also fails with these steps alone:\n${steps.map(lineOf).join('\n')}`;
}

const lineOf = ({ operations, hasty }: Step) =>
  `    ${operations.map((operation) => JSON.stringify(operation)).join(' at once with ')}${hasty ? ' (hasty)' : ''}`;
