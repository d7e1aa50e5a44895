// One demo from its first process to the last, whatever comes in between.

import type { Screen } from '../../cli/screen/screen';
import { wrap } from '../../cli/screen/wrap';
import { unlessAborted } from '../start/unless-aborted';
import { recordKeptDemo } from './keeper/kept-demo';
import { type Keeper, launchKeeper } from './keeper/launch-keeper';
import type { World } from './keeper/messages';
import { migrateSamples } from './migrate-samples';
import type { DemoOptions } from './options';
import { type Outcome, outcomeJson, shortcomings } from './outcome';
import { type KeptDemo, keptDemo, showKept } from './screen/show-kept';

const titleWidth = 10;

/** Answers whether it was a success. Nothing of it is left then, unless it is to be kept; nor if it throws. */
export async function runDemo(options: DemoOptions, screen: Screen, signal: AbortSignal): Promise<boolean> {
  const startedMs = performance.now();
  const elapsed = () => (performance.now() - startedMs) / 1000;
  const step = (title: string, detail: string) =>
    screen.say(`${screen.dim(`${elapsed().toFixed(1).padStart(6)} s`)}  ${title.padEnd(titleWidth)} ${detail}`);
  screen.say(`${screen.bold('pg-flex-migrator')}  moves databases from an old PostgreSQL server to a newer one`);
  screen.say();

  const keeper = await launchKeeper(options.rows, step);
  let kept: KeptDemo | undefined;
  try {
    const { world, outcome } = await play(keeper, { screen, step, asks: process.stdin.isTTY === true && screen.interactive, signal });
    if (options.keep) kept = await keep(keeper, world);
    const problems = shortcomings(outcome);
    for (const problem of problems) for (const line of wrap(problem, screen.width - 2)) screen.say(`  ${line}`);
    const verdict = problems.length === 0 ? screen.good('Succeeded: every table is proven equal.') : screen.bad('Not a success.');
    step('Done', verdict);
    if (options.json) process.stdout.write(`${JSON.stringify(outcomeJson(outcome, elapsed(), kept), undefined, 2)}\n`);
    if (kept) {
      screen.say();
      showKept(screen, outcome.overview.id, kept);
    }
    return problems.length === 0;
  } finally {
    if (!kept) {
      step('End', `${signal.aborted ? `${signal.reason.message} Removing` : 'removing'} servers, stack and folders`);
      await keeper.end();
    }
  }
}

interface Stage {
  screen: Screen;
  step(title: string, detail: string): void;
  asks: boolean;
  signal: AbortSignal;
}

/** The story ends early when somebody interrupts it, and when what it plays on is lost; the reason is what is thrown. */
async function play(keeper: Keeper, stage: Stage): Promise<{ world: World; outcome: Outcome }> {
  const losing = new AbortController();
  keeper.lost.catch((error) => losing.abort(error));
  const signal = AbortSignal.any([stage.signal, losing.signal]);
  try {
    const world = await unlessAborted(keeper.world, signal);
    return { world, outcome: await migrateSamples(world, { ...stage, signal }) };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function keep(keeper: Keeper, world: World): Promise<KeptDemo> {
  await recordKeptDemo(keeper.folder, await keeper.keep());
  return keptDemo(keeper.folder, world);
}
