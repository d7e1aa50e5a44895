// What a reader of the report has to know about how the rows were copied.
import { diskFullFinding } from './disk-full';
import type { Slice } from './slice';
import { splitPlanOf } from './split-table';

export function copyFindings({ work, catalog, ledger }: Slice): string[] {
  const damaged = catalog.tables.filter(({ name }) => splitPlanOf(ledger, name)?.kind === 'whole').map(({ name }) => name);
  return [
    ...diskFullFinding(ledger.facts),
    ...(work.job.proof === 'off'
      ? ['Nothing was read back from the target: the proof is off. Only the counts of rows were compared.']
      : []),
    ...damaged.map(
      (name) => `Table ${name}: an index on the source does not show all rows, and is damaged. All rows were copied without it.`,
    ),
  ];
}
