// What one slice of a database's work knows: the plan, what the ledger says is done, and how to tell the workers that it changed.
import { type Condition, condition } from './condition';
import { type CopyDialect, formatOf } from './copy-unit';
import type { Ledger } from './ledger';
import { postDataKey, tableKey } from './ledger-keys';
import { type ProgressCounter, progressCounter } from './progress';
import type { CatalogTable, PostDataUnit, SchemaPlan, SourceCatalog } from './schema/types';
import type { Work } from './work';

export interface Slice {
  work: Work;
  plan: SchemaPlan;
  catalog: SourceCatalog;
  /** Exported by the session that reads the source's catalogue. */
  snapshot: string;
  dialect: CopyDialect;
  ledger: Ledger;
  progress: ProgressCounter;
  /** Notified whenever a unit is committed, or will never be. */
  changes: Condition;
  /** True when no new unit may start. */
  isOver(): boolean;
}

export function newSlice(parts: Pick<Slice, 'work' | 'plan' | 'catalog' | 'snapshot' | 'ledger'>): Slice {
  const { work, catalog, ledger } = parts;
  const slice = {
    ...parts,
    dialect: { encoding: catalog.database.encoding },
    changes: condition(),
    isOver: () => Date.now() >= work.context.softDeadline.getTime(),
  };
  return { ...slice, progress: progressCounter(catalog.tables, (table) => ledger.units.has(tableKey(table.name)), work.context.report) };
}

export const isCopied = ({ ledger }: Slice, table: string) => ledger.units.has(tableKey(table));
export const isProven = ({ ledger }: Slice, { name }: CatalogTable) => ledger.units.get(tableKey(name))?.proof !== undefined;
export const isPostDataDone = ({ ledger }: Slice, { key }: PostDataUnit) => ledger.units.has(postDataKey(key));
export const allCopied = (slice: Slice) => slice.catalog.tables.every(({ name }) => isCopied(slice, name));
export const textTables = ({ catalog, dialect }: Slice) => catalog.tables.filter((table) => formatOf(table, dialect) === 'text');
