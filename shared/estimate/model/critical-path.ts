/** The chain of steps that the end of a migration hangs on, and what most of it is. */
import type { Estimate, Step } from '../types';
import type { Run } from './schedule';

const names: Record<Step['kind'], string> = {
  begin: 'reading the source and preparing the target',
  schema: 'creating the schema',
  copy: 'copying',
  proof: 'reading back',
  index: 'indexes',
  foreignKey: 'checking foreign keys',
  refresh: 'filling materialised views',
  largeObjects: 'large objects',
  finish: 'statistics and the last checks',
};

/** A step that nobody would notice is not shown. */
const shortestSeconds = 0.001;

/** Backwards from what ends last, each time to what it waited for. */
export function criticalPath(runs: readonly Run[]): Estimate['criticalPath'] {
  const steps: Step[] = [];
  const secondsOf = new Map<string, number>();
  let total = 0;
  let run = runs.reduce<Run | undefined>((last, each) => (last && last.end >= each.end ? last : each), undefined);
  for (; run; run = run.waitedFor) {
    const { task, start, end } = run;
    const seconds = end - start;
    total += seconds;
    if (seconds >= shortestSeconds) {
      const { database, kind, object } = task;
      steps.unshift({ database, kind, ...(object === undefined ? {} : { object }), seconds: Number(seconds.toPrecision(3)) });
    }
    const owner = task.table ?? names[task.kind];
    secondsOf.set(owner, (secondsOf.get(owner) ?? 0) + seconds);
  }
  const [first] = [...secondsOf].sort(([, one], [, other]) => other - one);
  const text = first && total > 0 ? `${first[0]} is ${Math.round((100 * first[1]) / total)} % of it` : 'nothing to move';
  return { text, steps };
}
