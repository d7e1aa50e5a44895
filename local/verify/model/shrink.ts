/** Makes a failing sequence smaller: drops what it fails without. */
import type { Step } from './operations';

/** Tries at most so many smaller sequences: each costs a run. */
const attempts = 60;

/** `fails`: whether these steps still fail. */
export async function shrink(steps: Step[], fails: (steps: Step[]) => Promise<boolean>): Promise<Step[]> {
  let left = attempts;
  let smallest = steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < smallest.length && left > 0; ) {
      const candidate = [...smallest.slice(0, start), ...smallest.slice(start + size)];
      left--;
      if (candidate.length && (await fails(candidate))) smallest = candidate;
      else start += size;
    }
  }
  return smallest;
}
