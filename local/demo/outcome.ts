// How a demo ended: what its exit code rests on, and what --json writes.
import type { Overview, Report } from './client/migration-client';
import type { ReceivedEvent } from './client/subscriber';
import type { Comparison } from './compare/compare-databases';
import { isProven } from './screen/show-report';

export interface Outcome {
  overview: Overview;
  report: Report;
  events: readonly ReceivedEvent[];
  /** Absent when nothing was moved. */
  comparison?: Comparison;
}

/** What keeps the demo from being a success; empty if it is one. */
export function shortcomings({ overview, report, comparison }: Outcome): string[] {
  const found: string[] = [];
  const { state, error } = overview;
  if (state !== 'Succeeded') found.push(`The migration ended as ${state}.${error ? ` ${error.code}: ${error.message}` : ''}`);
  for (const { name, tables } of report.databases) {
    const unproven = tables.filter((table) => !isProven(table));
    for (const table of unproven) found.push(`${name}: ${table.name} is not proven to be equal.`);
    if (state === 'Succeeded' && tables.length === 0) found.push(`${name}: the report shows no table.`);
  }
  for (const difference of comparison?.differences ?? []) found.push(`Own check of ${difference}.`);
  return found;
}

export function outcomeJson(outcome: Outcome, seconds: number, kept: object | undefined): object {
  const { overview, report, events, comparison } = outcome;
  const problems = shortcomings(outcome);
  return { succeeded: problems.length === 0, problems, seconds, overview, report, events, comparison, kept };
}
