// What a reader of the report has to know about how the rows were copied.
import { diskFullFinding } from './disk-full';
import { broughtFact } from './ledger-keys';
import type { Slice } from './slice';
import { listed } from './source-sessions';
import { splitPlanOf } from './split-table';

/** Tables that an engine had brought by somebody else, by their quoted names. */
export interface Brought {
  /** Who, by name. */
  by: string;
  tables: string[];
}

export function copyFindings({ work, catalog, ledger }: Slice): string[] {
  const damaged = catalog.tables.filter(({ name }) => splitPlanOf(ledger, name)?.kind === 'whole').map(({ name }) => name);
  return [
    ...diskFullFinding(ledger.facts),
    ...broughtFinding({ catalog, ledger }),
    ...(work.job.proof === 'off'
      ? ['Nothing was read back from the target: the proof is off. Only the counts of rows were compared.']
      : []),
    ...damaged.map(
      (name) => `Table ${name}: an index on the source does not show all rows, and is damaged. All rows were copied without it.`,
    ),
  ];
}

function broughtFinding({ catalog, ledger }: Pick<Slice, 'catalog' | 'ledger'>): string[] {
  const fact = ledger.facts.get(broughtFact);
  if (fact === undefined) return [];
  const { by, tables }: Brought = JSON.parse(fact);
  const others = catalog.tables.filter(({ name }) => !tables.includes(name)).map(({ name }) => name);
  const rest = others.length ? ` Copied by this service itself: ${listed(others)}.` : '';
  return [`The rows of ${tables.length} of ${catalog.tables.length} tables were moved by ${by}.${rest}`];
}
